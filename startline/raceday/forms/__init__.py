"""Input of race week, turned into clean values."""
