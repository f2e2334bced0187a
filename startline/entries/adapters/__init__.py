"""File formats of others."""
