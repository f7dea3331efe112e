"""The boxes of which an MP4 file is made (ISO/IEC 14496-12, 4.2)."""

Boxes = dict[bytes, list[bytes]]


class NotUnderstood(Exception):
    """A film or a sound, but of a build that cannot be made anew."""


def read_boxes(body: bytes) -> Boxes:
    """The boxes in these bytes by their names (ISO/IEC 14496-12, 4.2); the rest is passed over."""
    found: Boxes = {}
    place = 0
    while place + 8 <= len(body):
        size, head = int.from_bytes(body[place : place + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(body[place + 8 : place + 16], "big"), 16
        elif size == 0:
            size = len(body) - place
        if size < head or place + size > len(body):
            break
        name = body[place + 4 : place + 8]
        found.setdefault(name, []).append(body[place + head : place + size])
        place += size
    return found


def one(boxes: Boxes, name: bytes) -> bytes:
    """The only box of that name; NotUnderstood when there are none or several."""
    found = boxes.get(name, [])
    if len(found) != 1:
        raise NotUnderstood
    return found[0]


def box(name: bytes, *bodies: bytes) -> bytes:
    """A box of these bodies."""
    body = b"".join(bodies)
    return (len(body) + 8).to_bytes(4, "big") + name + body


def number(body: bytes, place: int, size: int = 4) -> int:
    """A number at a place; NotUnderstood beyond the end."""
    if place + size > len(body):
        raise NotUnderstood
    return int.from_bytes(body[place : place + size], "big")
