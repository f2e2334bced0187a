"""Pure decisions about what is on offer."""
