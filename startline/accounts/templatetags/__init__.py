"""What the room's pages say in words."""
