"""Where things are: countries, regions, towns, time zones, geocoding and its inverse, all offline.

It never asks the network.
"""
