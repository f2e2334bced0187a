"""Everything that changes something in race week."""
