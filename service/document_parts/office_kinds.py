"""Which parts of an Office document are taken over (ECMA-376), and under which new names.

A part is reached by a relationship whose kind stands here, or it is not taken. So macros, controls,
embedded files, custom XML, printer settings, previews, glossaries, links to other files, templates
elsewhere, pivot caches and properties stay behind without being read.
"""

from dataclasses import dataclass

_ROOT = "application/vnd.openxmlformats-officedocument."
_WORD = _ROOT + "wordprocessingml."
_SHEET = _ROOT + "spreadsheetml."
_SLIDES = _ROOT + "presentationml."
_DRAWN = _ROOT + "drawingml."
MAIN = "officeDocument"
IMAGE = "image"
PICTURE_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "emf": "image/x-emf", "wmf": "image/x-wmf",
}  # fmt: skip


@dataclass(frozen=True)
class Family:
    """One of the three kinds: its folder, its parts, and those that nothing need point at."""

    folder: str
    main: str
    parts: dict[str, tuple[str, str]]  # kind of relationship: content type, new name
    implied: frozenset[str]
    alone: frozenset[str]  # of these there is one


_COMMON = {
    "theme": (_ROOT + "theme+xml", "theme/theme{}.xml"),
    "themeOverride": (_ROOT + "themeOverride+xml", "theme/themeOverride{}.xml"),
    "chart": (_DRAWN + "chart+xml", "charts/chart{}.xml"),
    "chartUserShapes": (_DRAWN + "chartshapes+xml", "drawings/chartshapes{}.xml"),
    "diagramData": (_DRAWN + "diagramData+xml", "diagrams/data{}.xml"),
    "diagramLayout": (_DRAWN + "diagramLayout+xml", "diagrams/layout{}.xml"),
    "diagramQuickStyle": (_DRAWN + "diagramStyle+xml", "diagrams/quickStyle{}.xml"),
    "diagramColors": (_DRAWN + "diagramColors+xml", "diagrams/colors{}.xml"),
    "diagramDrawing": (
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        "diagrams/drawing{}.xml",
    ),
}
_IMPLIED = frozenset(("theme", "themeOverride", "diagramDrawing"))
_WORD_ALONE = frozenset(
    ("styles", "settings", "fontTable", "numbering", "footnotes", "endnotes", "comments")
)

FAMILIES = {
    "document": Family(
        "word",
        _WORD + "document.main+xml",
        _COMMON
        | {
            name: (f"{_WORD}{name}+xml", name + "{}.xml")
            for name in (
                "styles",
                "settings",
                "fontTable",
                "numbering",
                "header",
                "footer",
                "footnotes",
                "endnotes",
                "comments",
            )
        },
        _IMPLIED | _WORD_ALONE,
        _WORD_ALONE,
    ),
    "workbook": Family(
        "xl",
        _SHEET + "sheet.main+xml",
        _COMMON
        | {
            "worksheet": (_SHEET + "worksheet+xml", "worksheets/sheet{}.xml"),
            "chartsheet": (_SHEET + "chartsheet+xml", "chartsheets/sheet{}.xml"),
            "styles": (_SHEET + "styles+xml", "styles{}.xml"),
            "sharedStrings": (_SHEET + "sharedStrings+xml", "sharedStrings{}.xml"),
            "comments": (_SHEET + "comments+xml", "comments/comment{}.xml"),
            "table": (_SHEET + "table+xml", "tables/table{}.xml"),
            "drawing": (_ROOT + "drawing+xml", "drawings/drawing{}.xml"),
            "vmlDrawing": (_ROOT + "vmlDrawing", "drawings/vmlDrawing{}.vml"),
        },
        _IMPLIED | {"styles", "sharedStrings", "comments"},
        frozenset(("styles", "sharedStrings")),
    ),
    "presentation": Family(
        "ppt",
        _SLIDES + "presentation.main+xml",
        _COMMON
        | {
            "slide": (_SLIDES + "slide+xml", "slides/slide{}.xml"),
            "slideLayout": (_SLIDES + "slideLayout+xml", "slideLayouts/slideLayout{}.xml"),
            "slideMaster": (_SLIDES + "slideMaster+xml", "slideMasters/slideMaster{}.xml"),
            "notesSlide": (_SLIDES + "notesSlide+xml", "notesSlides/notesSlide{}.xml"),
            "notesMaster": (_SLIDES + "notesMaster+xml", "notesMasters/notesMaster{}.xml"),
            "tableStyles": (_SLIDES + "tableStyles+xml", "tableStyles{}.xml"),
            "comments": (_SLIDES + "comments+xml", "comments/comment{}.xml"),
            "commentAuthors": (_SLIDES + "commentAuthors+xml", "commentAuthors{}.xml"),
            "vmlDrawing": (_ROOT + "vmlDrawing", "drawings/vmlDrawing{}.vml"),
        },
        _IMPLIED | {"tableStyles", "comments", "commentAuthors"},
        frozenset(("tableStyles", "commentAuthors")),
    ),
}
# A slide does not point at its layout, nor notes at their slide, by a mark in their text.
IMPLIED_OFF_MAIN = frozenset(("slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster"))
POINTING = frozenset((MAIN, "slideMaster"))

RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.microsoft.com/office/2007/relationships/",
)


def relation_kind(address: str) -> str:
    """The last word of a relationship's type, "" for a type of nobody known."""
    for start in RELATIONS:
        if address.startswith(start):
            return address[len(start) :]
    return ""
