"""What can be decided about entries from values alone."""
