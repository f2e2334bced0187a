"""How races ended.

It never edits raw times.
"""
