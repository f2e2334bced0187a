"""Values and tools without tables: money, units, clock, page frame, components, vendored assets.

It knows no other room.
"""
