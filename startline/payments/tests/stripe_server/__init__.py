"""A small Stripe of our own for tests, written from Stripe's public API reference.

It is spoken to over HTTP by the real `stripe` library and by a browser. It knows what our calls
need and is strict where money is concerned: separate accounts, idempotency keys, refunds bounded by
the charge, no application fees. It is not Stripe: only the operator's `payments selftest` meets it.
"""
