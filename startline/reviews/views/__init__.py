"""The doors, by audience."""
