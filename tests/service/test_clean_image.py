"""Nothing of a picture reaches an officer but its pixels; a bomb harms its own child alone."""

import io
import os
import resource
import struct
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from service import clean_child
from service import clean_image as cleaning
from service.clean_child import ChildFailed, ChildProgram, run_child
from service.clean_image import CleaningFailed, clean_image
from service.evidence_kinds import JPEG, PNG

SECRET = b"CANARY-7731"
ORIENTATION, MAKER, MODEL, GPS, MAKER_NOTE, COMMENT = 0x0112, 0x010F, 0x0110, 0x8825, 0x927C, 0x9286
MIB = 1024 * 1024


def photo(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red on the left, blue on the right, so that one can see which way is up."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    tags[MAKER], tags[MODEL] = SECRET.decode(), SECRET.decode()
    details = tags.get_ifd(0x8769)
    details[MAKER_NOTE], details[COMMENT] = SECRET * 4, b"ASCII\0\0\0" + SECRET
    place = tags.get_ifd(GPS)
    place[1], place[2] = "N", (15.0, 7.0, 21.0)
    place[29] = SECRET.decode()
    return tags


def jpeg(image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or photo()).save(out, "JPEG", **options)
    return out.getvalue()


def png(image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def opened(cleaned: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(cleaned))
    image.load()
    return image


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose header promises a flood and whose body is a few kilobytes of zeros."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(4 * MIB), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


def test_place_device_and_comments_of_a_jpeg_are_gone():
    thumbnail = jpeg(Image.new("RGB", (32, 24), "lime"))
    original = jpeg(
        exif=exif().tobytes() + SECRET + thumbnail,
        comment=SECRET,
        icc_profile=b"profile" + SECRET,
        xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>",
    )
    assert original.count(SECRET) >= 6
    cleaned = clean_image(original, JPEG)
    image = opened(cleaned)
    assert SECRET not in cleaned
    assert not image.getexif()
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Exif" not in cleaned and b"ICC_PROFILE" not in cleaned and b"xmp" not in cleaned


def test_a_thumbnail_does_not_survive():
    """A thumbnail may show what was cut out of the picture."""
    thumbnail = jpeg(Image.new("RGB", (32, 24), "lime"))
    cleaned = clean_image(jpeg(exif=exif().tobytes() + thumbnail), JPEG)
    assert cleaned.count(b"\xff\xd8\xff") == 1


def test_the_texts_of_a_png_are_gone():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode(), zip=True)
    texts.add(b"prIv", SECRET)
    original = png(photo(), pnginfo=texts, exif=exif(), dpi=(300, 300))
    assert SECRET in original
    cleaned = clean_image(original, PNG)
    assert SECRET not in cleaned
    assert not opened(cleaned).info
    assert _chunk_names(cleaned) == {b"IHDR", b"IDAT", b"IEND"}


def _chunk_names(cleaned: bytes) -> set[bytes]:
    names, place = set(), 8
    while place < len(cleaned):
        length = int.from_bytes(cleaned[place : place + 4], "big")
        names.add(cleaned[place + 4 : place + 8])
        place += 12 + length
    return names


@pytest.mark.parametrize("kind", [JPEG, PNG], ids=["jpeg", "png"])
def test_what_was_appended_to_a_picture_is_gone(kind):
    original = (jpeg() if kind is JPEG else png(photo())) + b"<?php system($_GET['c']); ?>" + SECRET
    cleaned = clean_image(original, kind)
    assert b"<?php" not in cleaned and SECRET not in cleaned
    assert opened(cleaned).size == (64, 48)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_the_way_it_was_taken(orientation):
    """The turn is in the pixels afterwards, as the note about it is gone."""
    upright = photo()
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Image.Transpose, the other way round
    lying = upright.transpose(undo[orientation]) if orientation in undo else upright
    image = opened(clean_image(jpeg(lying, exif=exif(orientation), quality=95), JPEG))
    assert image.size == upright.size
    left, right = image.getpixel((4, 24)), image.getpixel((60, 24))
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


def test_the_picture_is_the_same_to_the_eye():
    image = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
    cleaned = opened(clean_image(jpeg(image, quality=95), JPEG))
    worst = max(abs(cleaned.getpixel((x, y))[1] - image.getpixel((x, y))[1])
                for x in range(0, 320, 16) for y in range(0, 240, 16))  # fmt: skip
    assert worst <= 4


@pytest.mark.parametrize(
    ("mode", "after"),
    [("RGB", "RGB"), ("RGBA", "RGBA"), ("L", "L"), ("LA", "RGBA"), ("P", "RGB"), ("1", "L"),
     ("I;16", "L")],
)  # fmt: skip
def test_every_kind_of_png_is_read(mode, after):
    cleaned = opened(clean_image(png(photo().convert("L").convert(mode)), PNG))
    assert (cleaned.mode, cleaned.size) == (after, (64, 48))


def test_a_deep_grey_png_keeps_its_shades():
    deep = Image.new("I;16", (4, 4), 0x8000)
    assert opened(clean_image(png(deep), PNG)).getpixel((1, 1)) in (127, 128)


def test_a_transparent_palette_stays_transparent():
    image = photo().convert("P")
    cleaned = opened(clean_image(png(image, transparency=0), PNG))
    assert cleaned.mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_every_kind_of_jpeg_is_read(mode):
    cleaned = opened(clean_image(jpeg(photo().convert(mode)), JPEG))
    assert cleaned.mode == ("L" if mode == "L" else "RGB")


def test_a_phone_picture_of_several_frames_gives_its_first():
    out = io.BytesIO()
    photo().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "lime")])
    cleaned = clean_image(out.getvalue(), JPEG)
    assert opened(cleaned).format == "JPEG"
    assert cleaned.count(b"\xff\xd8\xff") == 1


def test_a_large_photograph_fits_into_the_limits():
    """Sixty megapixels, progressive: the hungriest kind that is allowed."""
    large = Image.linear_gradient("L").resize((9200, 6500)).convert("RGB")
    original = jpeg(large, exif=exif(6), progressive=True, subsampling=0)
    assert opened(clean_image(original, JPEG)).size == (6500, 9200)


REFUSED = {
    "pixel flood": (lambda: png_of_size(50_000, 50_000), PNG),
    "just above the limit": (lambda: png_of_size(60_001, 1_000), PNG),
    "promises more than it holds": (lambda: png_of_size(7_000, 7_000), PNG),
    "truncated": (lambda: jpeg(photo((640, 480)))[:-4000], JPEG),
    "cut in the header": (lambda: jpeg()[:30], JPEG),
    "jpeg called png": (jpeg, PNG),
    "png called jpeg": (lambda: png(photo()), JPEG),
    "zip bomb called jpg": (lambda: zip_bomb(), JPEG),
    "zip bomb behind a jpeg's first bytes": (lambda: b"\xff\xd8\xff\xe0" + zip_bomb(), JPEG),
    "nothing": (lambda: b"", JPEG),
    "noise": (lambda: os.urandom(4096), PNG),
    "compressed text flood": (lambda: text_flood(), PNG),
}


def zip_bomb() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(200 * MIB))
    return out.getvalue()


def text_flood() -> bytes:
    body = b"Comment\x00\x00" + zlib.compress(bytes(120 * MIB), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body
    chunk += struct.pack(">I", zlib.crc32(b"zTXt" + body))
    sound = png(photo())
    return sound[:33] + chunk + sound[33:]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_picture_is_refused_and_costs_the_parent_nothing(name):
    make, kind = REFUSED[name]
    original = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with pytest.raises(CleaningFailed):
        clean_image(original, kind)
    assert time.monotonic() - started < clean_child.child_program("image_child.py").wall_seconds
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024


def run_in_child(code: str) -> subprocess.CompletedProcess[bytes]:
    """Some code of a decoder that was taken over, in a process limited as the real one is."""
    folder = Path(cleaning.__file__).parent
    prelude = f"import sys; sys.path.insert(0, {str(folder)!r}); import image_child, socket, os\n"
    prelude += "image_child.load_decoders(); image_child.limit_self()\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + code], capture_output=True, env={}, cwd="/",
        timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('/tmp/prongsai-child-was-here', 'w')",
        "socket.socket()",
        "bytearray(2 * 1024**3)",
        "__import__('resource').setrlimit(__import__('resource').RLIMIT_CORE, (1, 1)) "
        "if os.getuid() else 1 / 0",
    ],
    ids=["read a file", "write a file", "open a socket", "take memory", "lift a limit"],
)
def test_a_decoder_that_was_taken_over_can_do_nothing(code):
    finished = run_in_child(code)
    assert finished.returncode != 0
    assert b"Error" in finished.stderr
    assert not Path("/tmp/prongsai-child-was-here").exists()  # noqa: S108


def test_the_child_learns_nothing_of_our_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PRONGSAI_CANARY", SECRET.decode())
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import os, sys; sys.stdin.buffer.read();"
        "sys.stdout.write(repr((dict(os.environ), os.getcwd(), sys.argv[1:])))"
    )
    monkeypatch.setattr(cleaning, "_PROGRAM", ChildProgram(spy))
    told = clean_image(b"words", JPEG).decode()
    assert SECRET.decode() not in told
    assert told.endswith(", '/', ['JPEG'])")


def test_a_child_that_writes_without_end_is_stopped(tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("import sys\nwhile True: sys.stdout.buffer.write(bytes(65536))")
    taken: list[int] = []
    with pytest.raises(ChildFailed):
        run_child(
            ChildProgram(endless),
            "JPEG",
            (bytes(MIB) for _ in range(8)),
            lambda piece: taken.append(len(piece)),
            most=4 * MIB,
        )
    assert sum(taken) <= 4 * MIB


def test_a_child_that_hangs_is_killed(monkeypatch, tmp_path):
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(cleaning, "_PROGRAM", ChildProgram(sleeper, wall_seconds=0.5))
    started = time.monotonic()
    with pytest.raises(CleaningFailed):
        clean_image(b"x" * (8 * MIB), JPEG)
    assert time.monotonic() - started < 10


def test_at_most_two_children_work_at_once(monkeypatch, tmp_path):
    """Each child says when it began and ended; no moment belongs to three of them."""
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import sys, time; began = time.monotonic(); time.sleep(0.4);"
        "sys.stdout.write(f'{began} {time.monotonic()}')"
    )
    monkeypatch.setattr(cleaning, "_PROGRAM", ChildProgram(slow))
    spans: list[tuple[float, float]] = []

    def clean() -> None:
        began, ended = clean_image(b"x", JPEG).split()
        spans.append((float(began), float(ended)))

    threads = [threading.Thread(target=clean) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spans) == 5
    for began, _ in spans:
        assert sum(first <= began < last for first, last in spans) <= 2
