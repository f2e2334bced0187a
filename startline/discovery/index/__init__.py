"""Finding races among hundreds of thousands in a few milliseconds, without a server.

Numbered rows (one per race), one bitmap per filter value, one array per quantity. It knows nothing
of Django or of tables: rows in, answers out. The database stays the truth.
"""
