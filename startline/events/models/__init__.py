"""The tables of the room, split by noun. Import from the module that holds the table."""

from startline.events.models import catalogue, counting, course, offer, provenance

__all__ = ["catalogue", "counting", "course", "offer", "provenance"]
