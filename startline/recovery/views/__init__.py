"""Doors of the recovery pages."""
