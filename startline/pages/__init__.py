"""Composed pages: home, event page, dashboards.

It writes nothing of its own.
"""
