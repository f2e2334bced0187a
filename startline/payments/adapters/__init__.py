"""How money reaches organizers: one file for each provider, and the formats banks write."""
