"""The public REST contract.

It never shows what a page would hide.
"""
