"""Mail recorded once, sent at most once, re-sendable.

It never decides who should be told.
"""
