"""Words of the recovery pages."""
