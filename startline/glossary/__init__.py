"""The words of endurance sport, as Markdown files, with lookup.

It never holds health data.
"""
