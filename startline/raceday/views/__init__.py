"""Doors of race week, by audience."""
