"""Bibs, packet pickup and check-in.

It never edits a scan.
"""
