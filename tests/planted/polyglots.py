"""Two kinds of file in one: what a picture is to one program is a script to another."""

import io
import zipfile
from collections.abc import Callable, Mapping

from tests.planted.boxes import box, full_box
from tests.planted.canaries import canary
from tests.planted.films import film
from tests.planted.heic import heic
from tests.planted.papers import author, paper
from tests.planted.pictures import jpeg, png, scene
from tests.planted.sheets import xlsx_names
from tests.planted.sounds import mp3, wav

ALIEN = canary("alien").encode()
SCRIPT = b"<html><script>alert('" + ALIEN + b"')</script></html>"


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return out.getvalue()


def _gif_and_script() -> bytes:
    """A GIF whose width reads as the beginning of a remark in JavaScript."""
    out = io.BytesIO()
    scene((40, 30)).convert("P").save(out, "GIF")
    return out.getvalue()[:-1] + b"!\xfe" + bytes([len(SCRIPT)]) + SCRIPT + b"\0;*/=1;" + SCRIPT


POLYGLOTS: Mapping[str, Callable[[], bytes]] = {
    "a JPEG and a ZIP": lambda: jpeg(behind=_archive()),
    "a PNG and a ZIP": lambda: png(behind=_archive()),
    "a PNG and a page": lambda: png((b"tEXt", b"a\0" + SCRIPT)),
    "a GIF and a script": _gif_and_script,
    "a PDF and a ZIP": lambda: paper(author) + _archive(),
    "a PDF and a page": lambda: b"%PDF-1.4\n%" + SCRIPT + b"\n" + paper(author)[9:],
    "a JPEG and a PDF": lambda: jpeg(behind=paper(author) + SCRIPT),
    "a WAV and a ZIP": lambda: wav() + _archive(),
    "an MP4 and a page": lambda: film("x") + box(b"free", SCRIPT),
    "an MP4 and a ZIP": lambda: film("x") + _archive(),
    "an MP3 and a ZIP": lambda: mp3() + _archive(),
    "an XLSX and a page behind it": lambda: xlsx_names() + SCRIPT,
    "a HEIC and a page": lambda: heic() + full_box(b"uuid", SCRIPT),
}
