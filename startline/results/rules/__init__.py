"""Decisions about times, rows, places: values in, values out."""
