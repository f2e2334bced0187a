"""Finding races: index, query understanding, facets, saved searches.

The database stays the truth.
"""
