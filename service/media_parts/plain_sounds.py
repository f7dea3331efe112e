"""WAV and AMR: the sound, and what is needed to play it."""

from collections.abc import Iterator

from .boxes import NotUnderstood

_WAVE_FORMATS = {1, 3, 6, 7, 0x11, 0x31, 0xFFFE}  # PCM, float, A-law, mu-law, ADPCM, GSM


def wav(original: bytes) -> Iterator[bytes]:
    """The format, the length in samples where it is needed, and the sound."""
    kept, place = {}, 12
    while place + 8 <= len(original):
        name = original[place : place + 4]
        size = int.from_bytes(original[place + 4 : place + 8], "little")
        body = original[place + 8 : place + 8 + size]
        if name in (b"fmt ", b"fact", b"data") and name not in kept:
            if len(body) < size:  # it would take with it whatever stands behind
                raise NotUnderstood
            kept[name] = body
        place += 8 + size + size % 2
    form, sound = kept.get(b"fmt ", b""), kept.get(b"data", b"")
    if len(form) < 16 or not sound or int.from_bytes(form[:2], "little") not in _WAVE_FORMATS:
        raise NotUnderstood
    # What stands after the format's own fields is nobody's.
    extra = int.from_bytes(form[16:18], "little")
    chunks = [(b"fmt ", form[:16] if extra > 32 else form[: 18 + extra])]
    chunks += [(b"fact", kept[b"fact"][:4])] if b"fact" in kept else []
    chunks += [(b"data", sound)]
    size = 4 + sum(8 + len(body) + len(body) % 2 for _, body in chunks)
    yield b"RIFF" + size.to_bytes(4, "little") + b"WAVE"
    for name, body in chunks:
        yield name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


# What may follow the last frame of AMR; more of it means that the frames were not understood.
AFTER_FRAMES_MOST = 4096
_AMR_SIZES = {  # RFC 4867, 5.3: the frame's bytes after its first, by its type
    b"#!AMR\n": (12, 13, 15, 17, 19, 20, 26, 31, 5, None, None, None, None, None, None, 0),
    b"#!AMR-WB\n": (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, None, None, None, None, 0, 0),
}


def amr(original: bytes) -> Iterator[bytes]:
    """The mark and the frames; AMR has no place for tags, and what follows is left out."""
    mark = next((one for one in _AMR_SIZES if original.startswith(one)), None)
    if mark is None:
        raise NotUnderstood
    yield mark
    place, count = len(mark), 0
    while place < len(original):
        size = _AMR_SIZES[mark][original[place] >> 3 & 15]
        if original[place] & 0x83 or size is None or place + 1 + size > len(original):
            break
        yield original[place : place + 1 + size]
        place, count = place + 1 + size, count + 1
    if not count or len(original) - place > AFTER_FRAMES_MOST:
        raise NotUnderstood
