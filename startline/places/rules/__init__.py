"""What can be decided about places from values alone: reading place text, weighing candidates."""
