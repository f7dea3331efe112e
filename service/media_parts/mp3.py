"""MP3 without its tags: ISO/IEC 11172-3, 2.4.1.3; MPEG 2.5 as encoders write it."""

from collections.abc import Iterator

from .boxes import NotUnderstood

# MP3: ISO/IEC 11172-3, 2.4.1.3; MPEG 2.5 as encoders write it.
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def mp3(original: bytes) -> Iterator[bytes]:
    """The frames of layer III, one after another; ID3, APE, lyrics and strays are left out.

    After a stray byte a frame counts only when another follows it: a picture inside a tag has
    bytes that look like a frame's beginning.
    """
    place, count, build, is_lost = _after_id3(original), 0, b"", True
    while 0 <= place <= len(original) - 4:
        size = _mp3_frame(original, place, build)
        if not size or (is_lost and not _mp3_frame(original, place + size, build)):
            place, is_lost = original.find(b"\xff", place + 1), True
            continue
        frame = original[place : place + size]
        if not count:
            frame, build = _without_encoder(frame), _mp3_build(frame)
        yield frame
        count, place, is_lost = count + 1, place + size, False
    if count < 2:
        raise NotUnderstood


def _mp3_build(frame: bytes) -> bytes:
    """What all frames of one sound have in common: version, layer, sampling rate."""
    return bytes((frame[1] & 0xFE, frame[2] & 0x0C))


def _after_id3(original: bytes) -> int:
    """Where the sound begins: after every ID3v2 tag at the head (sizes of seven bits a byte)."""
    place = 0
    while original[place : place + 3] == b"ID3" and place + 10 <= len(original):
        size = 0
        for byte in original[place + 6 : place + 10]:
            size = size << 7 | byte & 0x7F
        place += 10 + size + (10 if original[place + 5] & 0x10 else 0)
    return place


def _mp3_frame(original: bytes, place: int, build: bytes) -> int:
    """The size of the whole frame of that build that begins here, 0 when none does."""
    head = original[place : place + 4]
    if len(head) < 4 or head[0] != 0xFF or (build and _mp3_build(head) != build):
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    kbits, rate = head[2] >> 4, head[2] >> 2 & 3
    if head[1] >> 5 != 7 or version == 1 or layer != 1 or kbits in (0, 15) or rate == 3:
        return 0
    per_frame, table = (144, _KBITS_1) if version == 3 else (72, _KBITS_2)
    size = per_frame * table[kbits] * 1000 // _RATES[version][rate] + (head[2] >> 1 & 1)
    return size if place + size <= len(original) else 0


def _without_encoder(frame: bytes) -> bytes:
    """The first frame; one that holds no sound but a table keeps the table alone.

    After it stands the encoder's name, with its settings.
    """
    for mark in (b"Xing", b"Info"):
        at = frame.find(mark, 4, 48)
        if at > 0 and len(frame) >= at + 8:
            flags = int.from_bytes(frame[at + 4 : at + 8], "big")
            kept = at + 8 + sum(size for bit, size in enumerate((4, 4, 100, 4)) if flags >> bit & 1)
            return frame[:kept].ljust(len(frame), b"\0")
    at = frame.find(b"VBRI", 4, 48)
    if at > 0:
        return frame[:4].ljust(len(frame), b"\0")
    return frame
