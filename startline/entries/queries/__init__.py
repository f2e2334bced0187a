"""Questions about entries, split by noun."""
