"""The outside world, as far as accounts meet it."""
