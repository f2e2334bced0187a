"""Files of watches and of the services that keep them."""
