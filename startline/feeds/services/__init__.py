"""Everything that brings listings in and decides which of them are one race."""
