"""Doors of the composed pages."""
