"""Doors to finding races."""
