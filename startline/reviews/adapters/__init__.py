"""Picture formats."""
