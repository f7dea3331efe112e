"""What only presentations have: authors of comments, embedded objects with their pictures."""

from collections.abc import Callable
from typing import Any

from .office_xml import drop, keep_children

_PRESENTATION = frozenset(
    ("sldMasterIdLst", "notesMasterIdLst", "sldIdLst", "sldSz", "notesSz", "kinsoku",
     "defaultTextStyle")
)  # fmt: skip
_MEDIA = tuple(
    f"{{*}}{name}"
    for name in ("videoFile", "audioFile", "audioCd", "wavAudioFile", "quickTimeFile", "media")
)


def clean_slides(root: Any, kind: str, person: Callable[[str], str]) -> None:
    """Take out what a presentation keeps beside its slides; of an object its picture stays."""
    if kind == "officeDocument":
        keep_children(root, _PRESENTATION)
    if kind == "commentAuthors":
        for author in root:
            author.set("name", person(author.get("name", "")))
            author.set("initials", "")
    for frame in list(root.iter("{*}graphicFrame")):
        if frame.find(".//{*}oleObj") is not None:
            _leave_picture(frame)
    media = list(root.iter(*_MEDIA))
    for element in media:
        drop(element)
    if media:  # what was to be played is gone, so nothing may wait for it
        for timing in list(root.iter("{*}timing")):
            drop(timing)


def _leave_picture(frame: Any) -> None:
    pictures = frame.findall(".//{*}Fallback//{*}pic") or frame.findall(".//{*}pic")
    parent = frame.getparent()
    if pictures:
        parent.replace(frame, pictures[0])
    else:
        drop(frame)
