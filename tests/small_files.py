"""Small sound files for tests that attach evidence: real ones, for what is broken is withheld."""

import io
import random
import struct
from base64 import b64encode

from PIL import Image


def sound_pdf(mark: str = "", pages: int = 1) -> bytes:
    """A PDF whose author is `mark`, one grey picture of its own on every page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Author(%b)>>" % mark.encode()]
    kids = []
    for _ in range(pages):
        first = len(objects) + 1
        kids.append(b"%d 0 R" % first)
        drawn = b"q 200 0 0 200 0 0 cm /P Do Q"
        pixels = bytes((first + at) % 256 for at in range(64))
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents %d 0 R"
            b"/Resources<</XObject<</P %d 0 R>>>>>>" % (first + 1, first + 2),
            b"<</Length %d>>stream\n%b\nendstream" % (len(drawn), drawn),
            b"<</Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray"
            b"/BitsPerComponent 8/Length 64>>stream\n%b\nendstream" % pixels,
        ]
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, b" ".join(kids))
    return _numbered(objects)


def _numbered(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 3 0 R>>\nstartxref\n" % (len(objects) + 1)
    return bytes(out) + b"%d\n%%%%EOF\n" % out.index(b"xref\n0")


def plain_text(size_bytes: int, seed: int = 1) -> bytes:
    """Words of chance that reach officers byte by byte, for tests that compare what arrives."""
    return b64encode(random.Random(seed).randbytes(size_bytes))[:size_bytes]


def photograph(comment: str = "") -> bytes:
    """A small JPEG whose hidden description is `comment`."""
    exif = Image.Exif()
    exif[0x010E] = comment
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def film(samples: list[bytes], **more: bytes) -> bytes:
    """An MP4 of one MPEG-4 picture track, a chunk a sample, dated and placed like a telephone's.

    `more` are bodies of further boxes in `moov`, by their names.
    """
    kind = box("ftyp", b"isom\0\0\2\0isommp41")
    bare = _movie([0] * len(samples), samples, more)
    begin, places = len(kind) + len(bare) + 8, []
    for sample in samples:
        places.append(begin)
        begin += len(sample)
    return kind + _movie(places, samples, more) + box("mdat", *samples)


def _movie(places: list[int], samples: list[bytes], more: dict[str, bytes]) -> bytes:
    count = len(samples)
    day = struct.pack(">II", 3_900_000_000, 3_900_000_000)
    turn = struct.pack(">9I", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)
    entry = bytes(7) + b"\1" + bytes(16) + struct.pack(">HHII", 64, 48, 4718592, 4718592)
    entry += bytes(4) + b"\0\1" + b"\7ENCODER".ljust(32, b"\0") + b"\0\x18\xff\xff"
    entry += box("esds", bytes(4) + b"\3\x16\0\1\0\4\x11\x20\x11" + bytes(15))
    tables = (
        box("stsd", bytes(4), numbers(1), box("mp4v", entry)),
        box("stts", bytes(4), numbers(1, count, 1000)),
        box("stsc", bytes(4), numbers(1, 1, 1, 1)),
        box("stsz", bytes(8), numbers(count, *map(len, samples))),
        box("stco", bytes(4), numbers(count, *places)),
    )
    inner = box("minf", box("vmhd", numbers(1), bytes(8)), box("stbl", *tables))
    media = box(
        "mdia",
        box("mdhd", bytes(4), day, numbers(25_000, 1000 * count), b"\x55\xc4\0\0"),
        box("hdlr", bytes(8), b"vide", bytes(12), b"HANDLER-NAME\0"),
        inner,
    )
    head = box(
        "tkhd", b"\0\0\0\7", day, numbers(9, 0, 1000 * count), bytes(16), turn,
        numbers(64 << 16, 48 << 16),
    )  # fmt: skip
    movie = box(
        "mvhd", bytes(4), day, numbers(25_000, 1000 * count), b"\0\1\0\0\1\0", bytes(10), turn,
        bytes(24), numbers(10),
    )  # fmt: skip
    others = (box(name, body) for name, body in more.items())
    return box("moov", movie, box("trak", head, media), *others)


def box(name: str, *bodies: bytes) -> bytes:
    """A box of an MP4 file."""
    body = b"".join(bodies)
    return struct.pack(">I", len(body) + 8) + name.encode("latin-1") + body


def numbers(*each: int) -> bytes:
    """Numbers of four bytes, one after another."""
    return struct.pack(f">{len(each)}I", *each)
