"""The tables of entering, split by noun. Import from the module that holds the table."""

from startline.entries.models import afterwards, asking, coupons, desk, orders

__all__ = ["afterwards", "asking", "coupons", "desk", "orders"]
