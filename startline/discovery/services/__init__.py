"""What changes what is found: writing the index anew."""
