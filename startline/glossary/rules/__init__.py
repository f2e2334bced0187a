"""Pure rules of the words: reading a file, the library, and what a page must hold."""
