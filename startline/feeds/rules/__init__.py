"""Pure decisions about listings: reading dates, distances and titles, and matching."""
