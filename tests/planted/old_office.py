"""Documents of Office before 2007, in which anything may stand anywhere: officers get none."""

from tests.planted.canaries import Planted, canary, thai_canary

_STREAMS = {"doc": "WordDocument", "xls": "Workbook", "ppt": "PowerPoint Document"}


def old(extension: str) -> bytes:
    """The head of a compound file, the name of its stream, a summary and words."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\3\0\xfe\xff\x09\0"
    named = _STREAMS[extension].encode("utf-16-le").ljust(128, b"\0")
    summary = canary("old summary").encode("cp874") + thai_canary("old author").encode("cp874")
    words = canary("old words").encode("utf-16-le")
    return head.ljust(512, b"\0") + named + summary.ljust(512, b"\0") + words.ljust(4096, b"\0")


OLD_OFFICE = (
    Planted("DOC: the old form", "old.doc", lambda: old("doc"), is_seen=False),
    Planted("XLS: the old form", "old.xls", lambda: old("xls"), is_seen=False),
    Planted("PPT: the old form", "old.ppt", lambda: old("ppt"), is_seen=False),
)
