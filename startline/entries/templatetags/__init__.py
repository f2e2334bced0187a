"""Words and numbers of the director's desk."""
