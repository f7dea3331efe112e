"""Pictures in Office documents: cleaned, and cut to what is seen of them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .metafiles import is_metafile, plain_metafile
from .office_kinds import IMAGE
from .office_xml import drop
from .pictures import clean_picture, cropped_picture
from .verdicts import Unsure

_WHOLE = 100_000  # ECMA-376, 20.1.10.40: thousandths of a per cent
_LEAST = 500
_SIDES = ("l", "t", "r", "b")
Picture = tuple[bytes, str]


def office_picture(original: bytes) -> Picture:
    """The picture without its notes, and its extension; Unsure when it is left out."""
    if is_metafile(original):
        return plain_metafile(original)
    return clean_picture(original)


def crop_pictures(
    root: Any,
    links: Mapping[str, tuple[str, str, str]],
    picture: Callable[[str], Picture | None],
) -> Iterator[tuple[str, str, Picture]]:
    """A new id, its type and the cut picture, for each picture that is shown only in part.

    What somebody cropped away in the program still stands whole in the file.
    """
    for number, crop in enumerate(list(root.iter("{*}srcRect"))):
        left, top, right, bottom = (_share(crop.get(side, "0")) for side in _SIDES)
        shares = (left, top, right, bottom)
        blip = next((one for one in crop.itersiblings("{*}blip", preceding=True)), None)
        if blip is None or max(shares) < _LEAST / _WHOLE or min(shares) < 0:
            continue
        pointer = next((name for name in blip.attrib if name.endswith("}embed")), None)
        link = links.get(blip.attrib[pointer]) if pointer else None
        found = picture(link[2]) if link and link[0] == IMAGE else None
        if pointer is None or link is None or found is None:
            continue
        if found[1] not in ("png", "jpg"):
            continue
        try:
            cut = cropped_picture(found[0], shares)
        except Unsure:
            drop(blip)
            continue
        fresh = f"cut{number}"
        blip.attrib[pointer] = fresh
        for side in _SIDES:
            crop.attrib.pop(side, None)
        yield fresh, link[1], (cut, found[1])


def _share(value: str) -> float:
    if value.endswith("%"):
        return float(value[:-1]) / 100
    return int(value) / _WHOLE
