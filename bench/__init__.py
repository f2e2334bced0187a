"""Measurements anyone can repeat: `python -m bench`."""
