"""Questions about finding races: rows for the index, the index itself, answers, races alike."""
