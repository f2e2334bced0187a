"""Race week: numbers, desks, scans and what follows from them, lists for those who time.

A scan is kept as a device sent it and never edited; who is in, is concluded from it.
The room never changes an entry.
"""
