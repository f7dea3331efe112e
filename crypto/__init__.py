"""Bytes in, bytes out: composition of what `cryptography` offers, every format versioned."""
