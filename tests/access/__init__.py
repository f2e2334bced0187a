"""Who may open what: one row for each organizer page and endpoint."""
