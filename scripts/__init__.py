"""Programs of the project: run from its folder, imported by tests."""
