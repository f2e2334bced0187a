"""The life of entries: deeds in any order, ended anywhere; the promises hold after each."""
