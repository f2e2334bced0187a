"""Doors for directors and operators."""
