"""Startline: find a race, look after the body, enter, run."""

__version__ = "0.1.0"
