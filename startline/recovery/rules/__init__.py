"""What the recovery pages decide, from values alone: no clock, no tables, nothing stored."""
