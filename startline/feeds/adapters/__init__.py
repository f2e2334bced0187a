"""File formats and the network: bytes in, listings out."""
