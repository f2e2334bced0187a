"""What changes anything, and what speaks to files."""
