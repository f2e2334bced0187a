"""The life of entries: deeds in any order, ended at any instruction; the promises hold after each."""
