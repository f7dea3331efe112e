"""Films and recordings of telephones: place, device, names and times in every known place."""

import struct

from tests.planted.boxes import box, full_box
from tests.planted.canaries import PLACE, VISIBLE, Planted, canary, thai_canary

TAKEN_AT = 3_876_543_211
"""Seconds since 1904; the canary among the times."""
TIMES = struct.pack(">II", TAKEN_AT, TAKEN_AT)
SAMPLES = (b"first sample " + VISIBLE.encode(), b"second sample " + VISIBLE.encode())
MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def film(place: str, brand: bytes = b"isom", *, fast: bool = True, wide: bool = False) -> bytes:
    """An MP4 of two samples; `fast` has its index first, `wide` offsets of eight bytes."""
    head = box(b"ftyp", brand, bytes(4), brand + b"mp42")
    free = box(b"free", canary(f"{place} free").encode())
    samples = box(b"mdat", *SAMPLES)
    notes = box(b"uuid", b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac",
                canary(f"{place} uuid").encode())  # fmt: skip
    if not fast:
        start = len(head) + len(free) + 8
        return head + free + samples + index(place, start, wide=wide) + notes
    length = len(index(place, 0, wide=wide))
    start = len(head) + length + len(free) + len(notes) + 8
    return head + index(place, start, wide=wide) + free + notes + samples


def camera_film() -> bytes:
    """What sports cameras write: a track of places beside the film, one of text, and between the
    samples bytes to which no table points."""
    head = box(b"ftyp", b"isom", bytes(4), b"isommp41")
    places = f"+{PLACE}+102.835 {canary('track of places')}".encode()
    text = canary("track of text").encode()
    body = b"".join((*SAMPLES, places, text, canary("between the samples").encode()))

    def whole(start: int) -> bytes:
        after = start + sum(map(len, SAMPLES))
        more = (
            _track("places", [after], [places], b"meta", box(b"gpmd", bytes(6), b"\0\1")),
            _track("text", [after + len(places)], [text], b"text", box(b"text", bytes(51))),
        )
        return index("camera", start, more=more)

    return head + whole(len(head) + len(whole(0)) + 8) + box(b"mdat", body)


def index(
    place: str, start: int, *, wide: bool = False, sound: bool = False, more: tuple[bytes, ...] = ()
) -> bytes:
    """The `moov` box: one track whose two chunks begin at `start`, and more tracks."""
    movie = full_box(
        b"mvhd", TIMES, struct.pack(">IIIH", 1000, 2000, 0x10000, 0x100), bytes(10), MATRIX,
        bytes(24), struct.pack(">I", 2),
    )  # fmt: skip
    kind, entry = (b"soun", _sound_entry()) if sound else (b"vide", _picture_entry())
    starts = [start, start + len(SAMPLES[0])]
    track = _track(place, starts, list(SAMPLES), kind, entry, wide=wide)
    return box(b"moov", movie, track, *more, box(b"udta", *_user_texts(place)), _keys(place))


def _track(
    place: str,
    starts: list[int],
    samples: list[bytes],
    kind: bytes,
    entry: bytes,
    *,
    wide: bool = False,
) -> bytes:
    size = struct.pack(">II", 64 << 16, 64 << 16)
    head = full_box(
        b"tkhd", TIMES, struct.pack(">III", 1, 0, 2000), bytes(16), MATRIX, size, flags=7
    )
    named = canary(f"{place} handler").encode() + b"\0"
    drawn = {b"soun": full_box(b"smhd", bytes(4)), b"vide": full_box(b"vmhd", bytes(8), flags=1)}
    return box(
        b"trak",
        head,
        box(
            b"mdia",
            full_box(b"mdhd", TIMES, struct.pack(">IIHH", 1000, 2000, 0x55C4, 0)),
            full_box(b"hdlr", bytes(4), kind, bytes(12), named),
            box(
                b"minf",
                drawn.get(kind, full_box(b"nmhd")),
                box(b"dinf", full_box(b"dref", struct.pack(">I", 1), full_box(b"url ", flags=1))),
                _samples(starts, samples, entry, wide),
            ),
        ),
        box(b"udta", box(b"name", canary(f"{place} track's name").encode())),
        full_box(b"meta", full_box(b"hdlr", bytes(4), b"mdir", bytes(13)), _item(place)),
    )


def _samples(starts: list[int], samples: list[bytes], entry: bytes, wide: bool) -> bytes:
    count = len(samples)
    places = struct.pack(f">{count}{'Q' if wide else 'I'}", *starts)
    return box(
        b"stbl",
        full_box(b"stsd", struct.pack(">I", 1), entry),
        full_box(b"stts", struct.pack(">III", 1, count, 1000)),
        full_box(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full_box(b"stsz", struct.pack(f">II{count}I", 0, count, *map(len, samples))),
        full_box(b"co64" if wide else b"stco", struct.pack(">I", count), places),
    )


def _picture_entry() -> bytes:
    """An `mp4v` entry; the compressor's name is a fixed field of 32 bytes."""
    name = canary("c").encode()[:31]
    return box(
        b"mp4v", bytes(6), struct.pack(">H", 1), bytes(16), struct.pack(">HH", 64, 64),
        struct.pack(">IIIH", 0x480000, 0x480000, 0, 1), bytes([len(name)]) + name.ljust(31, b"\0"),
        struct.pack(">Hh", 24, -1),
    )  # fmt: skip


def _sound_entry() -> bytes:
    return box(
        b"mp4a", bytes(6), struct.pack(">H", 1), bytes(8), struct.pack(">HHI", 1, 16, 0),
        struct.pack(">I", 44_100 << 16),
    )  # fmt: skip


def _user_texts(place: str) -> list[bytes]:
    """The texts of QuickTime (a small length and a language), and those of 3GPP."""
    quick = [
        (b"\xa9xyz", f"+{PLACE}+102.8350/"), (b"\xa9mak", canary(f"{place} make")),
        (b"\xa9mod", canary(f"{place} model")), (b"\xa9swr", canary(f"{place} software")),
        (b"\xa9day", canary(f"{place} day")), (b"\xa9nam", thai_canary(f"{place} name")),
    ]  # fmt: skip
    texts = [
        box(name, struct.pack(">HH", len(words.encode()), 0x15C7), words.encode())
        for name, words in quick
    ]
    texts += [
        full_box(name, struct.pack(">H", 0x55C4), canary(f"{place} {name.decode()}").encode())
        for name in (b"titl", b"auth", b"dscp", b"cprt", b"perf")
    ]
    place_name = canary(f"{place} loci").encode() + b"\0"
    where = struct.pack(">BIII", 0, 102 << 16, 16 << 16, 0)
    texts.append(full_box(b"loci", struct.pack(">H", 0x55C4), place_name, where, b"earth\0\0"))
    texts.append(full_box(b"meta", full_box(b"hdlr", bytes(4), b"mdir", bytes(13)), _item(place)))
    return texts


def _item(place: str) -> bytes:
    """Apple's list of tags, as music programs and telephones write it."""
    tags = [
        box(name, full_box(b"data", bytes(4), canary(f"{place} {number}").encode(), flags=1))
        for number, name in enumerate((b"\xa9nam", b"\xa9ART", b"\xa9too", b"\xa9cmt", b"aART"))
    ]
    free_form = box(
        b"----",
        full_box(b"mean", b"com.apple.iTunes"),
        full_box(b"name", canary(f"{place} free form").encode()),
        full_box(b"data", bytes(4), thai_canary(f"{place} free form").encode(), flags=1),
    )
    return box(b"ilst", *tags, free_form)


def _keys(place: str) -> bytes:
    """Keys and values, as telephones write place and device into a MOV."""
    keys = (
        b"com.apple.quicktime.location.ISO6709", b"com.apple.quicktime.make",
        b"com.apple.quicktime.creationdate",
    )  # fmt: skip
    values = (f"+{PLACE}+102.835/", canary(f"{place} key make"), canary(f"{place} key date"))
    named = b"".join(struct.pack(">I", len(key) + 8) + b"mdta" + key for key in keys)
    held = [
        box(struct.pack(">I", number), full_box(b"data", bytes(4), value.encode(), flags=1))
        for number, value in enumerate(values, 1)
    ]
    return box(
        b"meta",
        full_box(b"hdlr", bytes(4), b"mdta", bytes(12), b"\0"),
        full_box(b"keys", struct.pack(">I", len(keys)), named),
        box(b"ilst", *held),
    )


def mov() -> bytes:
    return film("mov", b"qt  ", fast=False)


def film_3gp() -> bytes:
    return film("3gp", b"3gp4", wide=True)


def m4a() -> bytes:
    """A recording: index behind the samples, a track of sound."""
    head = box(b"ftyp", b"M4A ", bytes(4), b"M4A isom")
    samples = box(b"mdat", *SAMPLES)
    skip = box(b"skip", canary("m4a skip").encode())
    return head + samples + index("m4a", len(head) + 8, sound=True) + skip


FILMS = (
    Planted("MP4: place, device, names, times; index first", "VID_1.mp4", lambda: film("mp4")),
    Planted(
        "MP4: the same, index behind", "VID_2.mp4", lambda: film("slow mp4", b"mp42", fast=False)
    ),
    Planted("MOV: place and device in keys", "IMG_9.MOV", mov),
    Planted("3GP: loci and texts, wide offsets", "v.3gp", film_3gp),
    Planted("MP4: tracks of places and text, bytes between", "GOPR0001.MP4", camera_film),
    Planted("M4A: tags", "Recording 1.m4a", m4a),
)
