"""Turn input into clean values, split by who types."""
