"""Words of the room for readers."""
