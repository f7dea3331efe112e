"""The boxes of which ISO media files are made (ISO/IEC 14496-12, 4.2)."""

import struct


def box(name: bytes, *body: bytes) -> bytes:
    """One box of an ISO media file."""
    whole = b"".join(body)
    return struct.pack(">I", len(whole) + 8) + name + whole


def full_box(name: bytes, *body: bytes, version: int = 0, flags: int = 0) -> bytes:
    """One with a version and flags."""
    return box(name, bytes([version]) + flags.to_bytes(3, "big"), *body)
