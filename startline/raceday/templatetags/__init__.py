"""Words and drawings of race week."""
