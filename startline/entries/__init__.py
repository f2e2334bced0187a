"""Who runs: orders, entries, start lists.

It never moves money itself.
"""
