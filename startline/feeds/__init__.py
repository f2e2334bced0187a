"""Where listings come from: sources, importers, matching, claims.

It never overrules a director.
"""
