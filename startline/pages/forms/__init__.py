"""Turn input into clean values."""
