"""Pictures as telephones, cameras and programs make them, with everything that they add."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

from tests.planted.canaries import PLACE, Planted, canary, thai_canary
from tests.planted.exif import exif_block, small_picture
from tests.planted.films import film

XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"


def scene(size: tuple[int, int] = (120, 90)) -> Image.Image:
    """A picture in which something can be seen."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((10, 10, size[0] // 2, size[1] // 2), fill="blue")
    return image


def xmp(place: str) -> bytes:
    """An XMP packet with names, a history and a place."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        f'exif:GPSLatitude="{PLACE}N"><dc:creator><rdf:Seq><rdf:li>{canary(place)}</rdf:li>'
        f"<rdf:li>{thai_canary(place)}</rdf:li></rdf:Seq></dc:creator>"
        "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def profile(place: str) -> bytes:
    """A colour profile whose description names somebody."""
    words = canary(place).encode()
    described = b"desc" + bytes(4) + struct.pack(">I", len(words) + 1) + words + bytes(79)
    table = struct.pack(">I4sII", 1, b"desc", 144, len(described))
    head = struct.pack(">I4sI4s4s4s", 144 + len(described), b"test", 0x02100000, b"mntr", b"RGB ",
                       b"XYZ ").ljust(36, b"\0") + b"acsp"  # fmt: skip
    return head.ljust(128, b"\0") + table + described


def segment(mark: int, body: bytes) -> bytes:
    """One segment of a JPEG."""
    return b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes, behind: bytes = b"", **options: object) -> bytes:
    """A JPEG with these segments at its beginning and something behind its end."""
    out = io.BytesIO()
    scene().save(out, "JPEG", **options)  # type: ignore[arg-type]
    plain = out.getvalue()
    return plain[:2] + b"".join(segments) + plain[2:] + behind


def _iptc(place: str) -> bytes:
    words = canary(place).encode()
    records = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(words)) + words
        for number in (5, 55, 80, 90, 101, 116, 120)
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    return b"Photoshop 3.0\0" + resource + bytes(len(resource) % 2)


def jpeg_exif() -> bytes:
    return jpeg(segment(0xE1, b"Exif\0\0" + exif_block("jpeg exif")))


def jpeg_xmp() -> bytes:
    more = xmp("jpeg extended xmp")
    extended = XMP_MORE + b"0" * 32 + struct.pack(">II", len(more), 0) + more
    return jpeg(segment(0xE1, XMP_NAME + xmp("jpeg xmp")), segment(0xE1, extended))


def jpeg_iptc() -> bytes:
    return jpeg(segment(0xED, _iptc("jpeg iptc")))


def jpeg_small_picture() -> bytes:
    """A thumbnail in JFXX, and one in the resources that a picture editor writes."""
    editors = small_picture("jpeg editor's thumbnail")
    resource = b"8BIM\x04\x0c\0\0" + struct.pack(">I", 28 + len(editors)) + bytes(28) + editors
    body = b"Photoshop 3.0\0" + resource + bytes(len(resource) % 2)
    small = segment(0xE0, b"JFXX\0\x10" + small_picture("jpeg jfxx"))
    return jpeg(small, segment(0xED, body))


def jpeg_comment_and_film() -> bytes:
    """A comment, and a film of what came before behind the picture's end, as telephones put it."""
    behind = film("film behind a jpeg") + canary("jpeg trailer").encode()
    return jpeg(segment(0xFE, thai_canary("jpeg comment").encode("cp874")), behind=behind)


def jpeg_second_picture() -> bytes:
    """Two pictures in one file (CIPA DC-007); the second has its own Exif."""
    second = jpeg(segment(0xE1, b"Exif\0\0" + exif_block("second picture")))
    words = canary("mpf").encode()
    empty = segment(0xE2, _two_pictures(0, 0, 0, words))
    first = len(jpeg(empty))
    # Places are counted from behind the segment's own name, ten bytes into the file.
    return jpeg(segment(0xE2, _two_pictures(first, len(second), first - 10, words)), behind=second)


def _two_pictures(first: int, second: int, place: int, words: bytes) -> bytes:
    tags = (
        struct.pack(">HHI4s", 0xB000, 7, 4, b"0100"),
        struct.pack(">HHII", 0xB001, 4, 1, 2),
        struct.pack(">HHII", 0xB002, 7, 32, 62),
        struct.pack(">HHII", 0xB003, 2, len(words) + 1, 94),
    )
    entries = struct.pack(">IIIHH", 0x20030000, first, 0, 0, 0)
    entries += struct.pack(">IIIHH", 0x00020002, second, place, 0, 0)
    listed = struct.pack(">H", 4) + b"".join(tags) + bytes(4)
    return b"MPF\0MM\0*" + struct.pack(">I", 8) + listed + entries + words + b"\0"


def jpeg_profile() -> bytes:
    """A progressive picture with a colour profile and segments that only their maker knows."""
    own = [segment(mark, canary(f"jpeg app{mark - 0xE0}").encode()) for mark in range(0xE3, 0xED)]
    body = b"ICC_PROFILE\0\1\1" + profile("jpeg profile")
    return jpeg(segment(0xE2, body), *own, progressive=True)


def png(*chunks: tuple[bytes, bytes], behind: bytes = b"") -> bytes:
    """A PNG with these chunks before its pixels."""
    out = io.BytesIO()
    scene().save(out, "PNG")
    plain = out.getvalue()
    added = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return plain[:33] + added + plain[33:] + behind


def png_text() -> bytes:
    long = canary("png zTXt").encode() * 20
    international = b"Comment\0\1\0th\0\0" + zlib.compress(thai_canary("png iTXt").encode() * 20)
    return png(
        (b"tEXt", b"Author\0" + canary("png tEXt").encode()),
        (b"zTXt", b"Description\0\0" + zlib.compress(long)),
        (b"iTXt", international),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp("png xmp")),
        (b"tIME", struct.pack(">HBBBBB", 2026, 11, 2, 9, 1, 2)),
    )


def png_exif() -> bytes:
    named = canary("profile").encode()[:70] + b"\0\0" + zlib.compress(profile("png profile"))
    return png(
        (b"eXIf", exif_block("png exif")),
        (b"iCCP", named),
        (b"prVt", canary("png private chunk").encode()),
        behind=canary("png trailer").encode(),
    )


def webp() -> bytes:
    out = io.BytesIO()
    scene().save(
        out,
        "WEBP",
        exif=b"Exif\0\0" + exif_block("webp exif"),
        xmp=xmp("webp xmp"),
        icc_profile=profile("webp profile"),
    )
    return out.getvalue()


def webp_moving() -> bytes:
    """A moving WEBP with a chunk of somebody's own behind its frames."""
    out = io.BytesIO()
    frames = [scene((40, 30)), Image.new("RGB", (40, 30), "red")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], xmp=xmp("moving webp"))
    own = canary("webp chunk").encode()
    body = out.getvalue()[8:] + b"OWNR" + struct.pack("<I", len(own)) + own + bytes(len(own) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif() -> bytes:
    """Two frames, a comment, an application's own words, and a trailer."""
    out = io.BytesIO()
    frames = [one.quantize() for one in (scene((40, 30)), Image.new("RGB", (40, 30), "red"))]
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], comment=canary("gif").encode()
    )
    words = thai_canary("gif application").encode()
    application = b"!\xff\x0bXMP DataXMP" + bytes([len(words)]) + words + b"\0"
    whole = out.getvalue()
    return whole[:-1] + application + b";" + canary("gif trailer").encode()


def gif_still() -> bytes:
    out = io.BytesIO()
    scene().convert("P").save(out, "GIF", comment=canary("still gif").encode())
    return out.getvalue()


PICTURES = (
    Planted("JPEG: Exif with place, names, maker's note, thumbnail", "IMG_1.jpg", jpeg_exif, False),
    Planted("JPEG: XMP and extended XMP", "IMG_2.jpg", jpeg_xmp, False),
    Planted("JPEG: IPTC", "IMG_3.jpg", jpeg_iptc, False),
    Planted("JPEG: thumbnails", "IMG_4.jpg", jpeg_small_picture, False),
    Planted("JPEG: comment and a film behind it", "IMG_5.jpg", jpeg_comment_and_film, False),
    Planted("JPEG: a second picture", "IMG_6.jpg", jpeg_second_picture, False),
    Planted("JPEG: colour profile, makers' segments", "IMG_7.jpg", jpeg_profile, False),
    Planted("PNG: texts", "shot_1.png", png_text, False),
    Planted("PNG: Exif, colour profile, own chunk", "shot_2.png", png_exif, False),
    Planted("WEBP: Exif, XMP, colour profile", "line_1.webp", webp, False),
    Planted("WEBP: moving", "line_2.webp", webp_moving, False),
    Planted("GIF: moving, comment, application, trailer", "a.gif", gif, False),
    Planted("GIF: still, comment", "b.gif", gif_still, False),
)
