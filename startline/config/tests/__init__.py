"""Tests of what runs on a schedule."""
