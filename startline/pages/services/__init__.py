"""What the front doors do."""
