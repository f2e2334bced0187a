"""Finding, decided from values alone: what the words of a search mean."""
