"""Questions that pages ask over several rooms."""
