"""Re-encodes one picture from standard input to standard output, inside its own limits.

Run as `python -I` by `clean_child` with one word, what the original is (a name in `FORMATS`);
imports nothing of the house. Exit status 0 means that the output is a new picture made of pixels
alone. Anything else means that nothing may be used; 12, that it is too much for the limits.
"""

import io
import os
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# A progressive JPEG of 60 megapixels needs most of it; measured, see the tests.
MEMORY_BYTES = 900 * 1024 * 1024
CPU_SECONDS = 20
PIXELS_MOST = 60_000_000
JPEG_QUALITY = 90
# What is read by which decoder. A telephone's HEIC becomes a JPEG, that everybody can open.
FORMATS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "GIF", "WEBP": "WEBP", "HEIC": "HEIF"}
# Of a moving picture at most so many frames, and so many pixels in all of them.
FRAMES_MOST = 600
FRAMES_PIXELS_MOST = 300_000_000
# The decoder of HEIC starts one or two; others of the same user may start some meanwhile.
HEIC_TASKS = 16
TOO_HEAVY = 12


class TooHeavy(Exception):
    """More pictures in one file than can be made anew within the limits."""


def limit_self(more_tasks: int = 0) -> None:
    """Bound memory and time; from here on no file, no socket and no process can be opened.

    A bomb, or a decoder that was taken over, ends this child and nothing else. `more_tasks`
    threads may be begun beside those that this machine's user has already: the decoder of HEIC
    does not work without its own.
    """
    tasks = tasks_of_user() + more_tasks if more_tasks else 0
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, tasks),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def tasks_of_user() -> int:
    """How many threads run under this user; the kernel counts them all against the limit."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == os.getuid():
                found += len(os.listdir(folder / "task"))
        except OSError:  # it has ended meanwhile
            continue
    return found


def load_decoders(wanted: str = "") -> None:
    """Import everything that reading needs, while files can still be opened."""
    import copy  # noqa: F401 -- imported by Pillow at the first frame of a GIF

    from PIL import (  # noqa: F401 -- Pillow imports them lazily otherwise
        GifImagePlugin,
        Image,
        ImageOps,
        JpegImagePlugin,
        MpoImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    Image.preinit()
    if wanted == "HEIC":
        import pi_heif  # type: ignore[import-untyped]

        # One picture and nothing beside it, on this thread: others cannot be begun any more.
        pi_heif.register_heif_opener(
            thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
        )


def reencode(original: bytes, wanted: str) -> bytes:
    """A new picture of the same pixels, upright, with nothing else of the original."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = PIXELS_MOST // 2  # Pillow warns at it and refuses at its double.
    with Image.open(io.BytesIO(original), formats=[FORMATS[wanted]]) as picture:
        if wanted in ("GIF", "WEBP") and getattr(picture, "n_frames", 1) > 1:
            return _moving(picture)
        return _still(picture, wanted)


def _still(picture: "Picture", wanted: str) -> bytes:
    from PIL import ImageOps

    picture.load()
    may_be_clear = wanted in ("PNG", "GIF", "WEBP")
    pixels = _converted(ImageOps.exif_transpose(picture), may_be_clear)
    # The decoder's own copy would stand beside the new ones.
    picture.close()
    is_drawn = wanted in ("PNG", "GIF") or pixels.mode == "RGBA"
    clean = _alone(pixels)
    del pixels
    out = io.BytesIO()
    if is_drawn:
        clean.save(out, "PNG")
    else:
        clean.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def _moving(picture: "Picture") -> bytes:
    """A GIF of the same frames at the same pace; a moving WEBP becomes one, too."""
    from PIL import ImageSequence

    count = int(getattr(picture, "n_frames", 1))
    if count > FRAMES_MOST or count * picture.width * picture.height > FRAMES_PIXELS_MOST:
        raise TooHeavy
    frames, paces = [], []
    for frame in ImageSequence.Iterator(picture):
        clean = _alone(_converted(frame, may_be_clear=True))
        # A palette a frame: a quarter of the memory while they wait.
        frames.append(clean.quantize(method=2) if clean.mode == "RGBA" else clean.quantize())
        paces.append(max(20, min(int(frame.info.get("duration", 0)) or 100, 60_000)))
    out = io.BytesIO()
    first, *others = frames
    first.save(out, "GIF", save_all=True, append_images=others, duration=paces, loop=0, disposal=2)
    return out.getvalue()


def _alone(pixels: "Picture") -> "Picture":
    """The pixels in a new picture, which has no notes to lose."""
    from PIL import Image

    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    return clean


def _converted(picture: "Picture", may_be_clear: bool) -> "Picture":
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode.startswith("I"):  # sixteen bits of grey, which `convert` would cut off
        return picture.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    is_clear = may_be_clear and picture.has_transparency_data
    return picture.convert("RGBA" if is_clear else "RGB")


def main() -> int:
    """0 when the new picture was written; TOO_HEAVY or 1 for anything that is not right."""
    wanted = sys.argv[1] if len(sys.argv) == 2 else ""
    if wanted not in FORMATS:
        return 1
    load_decoders(wanted)
    out = os.dup(1)
    # Whatever a decoder prints must not get between the picture's bytes.
    os.dup2(2, 1)
    limit_self(HEIC_TASKS if wanted == "HEIC" else 0)
    try:
        clean = reencode(sys.stdin.buffer.read(), wanted)
    except (TooHeavy, MemoryError):
        return TOO_HEAVY
    except Exception:  # a hostile picture may break a decoder in any way
        return 1
    with os.fdopen(out, "wb") as stream:
        stream.write(clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
