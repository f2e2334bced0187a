"""Pure decisions of the composed pages."""
