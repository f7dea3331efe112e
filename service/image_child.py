"""Re-encodes one picture from standard input to standard output, inside its own limits.

Run as `python -I` by `clean_image`; imports nothing of the house. Exit status 0 means that the
output is a new picture made of pixels alone; anything else means that nothing may be used.
"""

import io
import os
import resource
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# A progressive JPEG of 60 megapixels needs most of it; measured, see the tests.
MEMORY_BYTES = 900 * 1024 * 1024
CPU_SECONDS = 20
PIXELS_MOST = 60_000_000
JPEG_QUALITY = 90
FORMATS = ("JPEG", "PNG")


def limit_self() -> None:
    """Bound memory and time; from here on no file, no socket and no process can be opened.

    A bomb, or a decoder that was taken over, ends this child and nothing else.
    """
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def load_decoders() -> None:
    """Import everything that reading needs, while files can still be opened."""
    from PIL import (  # noqa: F401 -- Pillow imports them lazily otherwise
        Image,
        ImageOps,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
    )

    Image.preinit()


def reencode(original: bytes, wanted: str) -> bytes:
    """A new picture of the same pixels, upright, with nothing else of the original."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = PIXELS_MOST // 2  # Pillow warns at it and refuses at its double.
    with Image.open(io.BytesIO(original), formats=[wanted]) as picture:
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    del picture
    pixels = _converted(upright, wanted)
    del upright
    mode = pixels.mode
    clean = Image.new(mode, pixels.size)
    clean.paste(pixels)
    del pixels
    out = io.BytesIO()
    if wanted == "JPEG":
        clean.save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        clean.save(out, "PNG")
    return out.getvalue()


def _converted(picture: "Picture", wanted: str) -> "Picture":
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode.startswith("I"):  # sixteen bits of grey, which `convert` would cut off
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    is_clear = wanted == "PNG" and picture.has_transparency_data
    return picture.convert("RGBA" if is_clear else "RGB")


def main() -> int:
    """0 when the new picture was written; 1 for anything that is not right."""
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in FORMATS:
        return 1
    load_decoders()
    out = os.dup(1)
    # Whatever a decoder prints must not get between the picture's bytes.
    os.dup2(2, 1)
    limit_self()
    try:
        clean = reencode(sys.stdin.buffer.read(), wanted)
    except Exception:  # a hostile picture may break a decoder in any way
        return 1
    with os.fdopen(out, "wb") as stream:
        stream.write(clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
