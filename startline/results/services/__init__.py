"""What changes results."""
