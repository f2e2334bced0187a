"""The tables of the room, split by noun. Import from the module that holds the table."""

from startline.events.models import catalogue, course, offer, provenance

__all__ = ["catalogue", "course", "offer", "provenance"]
