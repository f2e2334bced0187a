"""Version 1 of the contract; within it there are only additions."""
