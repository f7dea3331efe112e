"""A PDF made anew: its pages alone, in a new document without a past."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from .pdf_copy import Copier
from .pdf_covered import hides_text
from .verdicts import Locked, Unsure

PAGES_MOST = 2_000
_PARENTS_MOST = 50
_CROP_POINTS = 2
_HIDDEN_FLAGS = 2 | 32  # ISO 32000-2, 12.5.3: hidden; not shown on a screen
# These show nothing of the page's own, or a small sign at most. Any other may cover a name with
# a black box: taken away it would lay the name bare, so such a page becomes a picture.
_SHOW_NOTHING = frozenset(("/Link", "/Popup", "/Text", "/FileAttachment", "/TrapNet"))


def rewritten(original: bytes) -> bytes:
    """The new document; Unsure where a picture of the pages is safer, Locked by a password."""
    try:
        old = pikepdf.open(io.BytesIO(original), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Locked from None
    with old, pikepdf.Pdf.new() as new:
        _look_over(old)
        copier = Copier(new)
        for page in old.pages:
            new.pages.append(pikepdf.Page(_page(page.obj, copier, new)))
        if old.get_warnings():  # it was mended while it was read
            raise Unsure
        clean = _saved(new)
    if hides_text(clean):
        raise Unsure
    return clean


def _look_over(old: pikepdf.Pdf) -> None:
    """Unsure for a document that is more than its pages, or shows only some of what it holds."""
    root = old.Root
    form = root.get("/AcroForm")
    has_form = isinstance(form, Dictionary) and (len(form.get("/Fields", [])) or "/XFA" in form)
    if old.is_encrypted or has_form or "/Collection" in root or "/NeedsRendering" in root:
        raise Unsure
    if not 0 < len(old.pages) <= PAGES_MOST:
        raise Unsure
    layers = root.get("/OCProperties")
    if isinstance(layers, Dictionary):
        shown = layers.get("/D", Dictionary())
        is_on = str(shown.get("/BaseState", "/ON")) == "/ON"
        if not is_on or len(shown.get("/OFF", [])) or len(shown.get("/AS", [])):
            raise Unsure


def _page(old: Any, copier: Copier, new: pikepdf.Pdf) -> Any:
    for note in old.get("/Annots", []):
        _check_note(note)
    media = _box(_inherited(old, "/MediaBox")) or (0.0, 0.0, 612.0, 792.0)
    _check_crop(media, _box(_inherited(old, "/CropBox")))
    resources = _inherited(old, "/Resources")
    page = Dictionary(Type=Name.Page, MediaBox=Array([round(edge, 3) for edge in media]))
    page.Resources = copier.resources(resources)
    page.Contents = Stream(new, copier.content(old, resources))
    turned = _inherited(old, "/Rotate")
    if turned is not None:
        page.Rotate = int(turned)
    if "/UserUnit" in old:
        page.UserUnit = old.UserUnit
    if "/Group" in old:
        page.Group = copier.copied(old.Group)
    return new.make_indirect(page)


def _check_note(note: Any) -> None:
    if not isinstance(note, Dictionary):
        return
    is_hidden = int(note.get("/F", 0)) & _HIDDEN_FLAGS
    if not is_hidden and str(note.get("/Subtype", "")) not in _SHOW_NOTHING:
        raise Unsure


def _inherited(page: Any, key: str) -> Any:
    """The page's own value or that of the nearest node above it."""
    node = page
    for _ in range(_PARENTS_MOST):
        if key in node:
            return node[key]
        node = node.get("/Parent")
        if not isinstance(node, Dictionary):
            return None
    raise Unsure


def _box(box: Any) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top, in this order whichever corners were named."""
    if box is None:
        return None
    first, second, third, fourth = (float(edge) for edge in box)
    return min(first, third), min(second, fourth), max(first, third), max(second, fourth)


def _check_crop(
    media: tuple[float, float, float, float], crop: tuple[float, float, float, float] | None
) -> None:
    """Unsure where a page shows less than it holds: the rest could be brought back."""
    if crop is None:
        return
    left, bottom, right, top = media
    if (
        crop[0] - left > _CROP_POINTS or crop[1] - bottom > _CROP_POINTS
        or right - crop[2] > _CROP_POINTS or top - crop[3] > _CROP_POINTS
    ):  # fmt: skip
        raise Unsure


def _saved(new: pikepdf.Pdf) -> bytes:
    for key in ("/Metadata", "/Names", "/OpenAction", "/AcroForm"):
        if key in new.Root:
            raise Unsure
    out = io.BytesIO()
    new.save(
        out,
        min_version="1.7",
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
        deterministic_id=True,
    )
    return out.getvalue()
