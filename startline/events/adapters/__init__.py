"""File formats of the room."""
