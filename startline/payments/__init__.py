"""How money moves, without knowing what for.

It never takes a platform fee.
"""
