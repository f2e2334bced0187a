"""The gazetteer file: how it is unpacked and read. Nothing here writes to the database.

Towns, regions and countries are in gazetteer.sqlite3.xz beside this module; where its content
comes from is in ATTRIBUTION.md. A file and not tables: it is the same for every site, changes only
with a release, and look-ups must not wait for the database.
"""
