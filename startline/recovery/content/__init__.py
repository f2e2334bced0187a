"""The words of recovery, by the keys the rules return."""
