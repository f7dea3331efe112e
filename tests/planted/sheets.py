"""Workbooks and slides: hidden sheets, remarks, printers, notes, and who wrote all of it."""

from tests.planted.canaries import VISIBLE, WRITTEN, Planted, canary, thai_canary
from tests.planted.documents import photograph
from tests.planted.exif import small_picture
from tests.planted.packages import KINDS, Package

SHEET, SLIDE = f"{KINDS}.spreadsheetml", f"{KINDS}.presentationml"
BOOK, SHOW = "xl/workbook.xml", "ppt/presentation.xml"
NAMES = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
CELLS = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {NAMES}'
SLIDES = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" {NAMES}'
THUMBNAIL = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail"


def workbook(
    sheets: tuple[tuple[str, str, str], ...], more: str = "", package: Package | None = None
) -> Package:
    """A book of these sheets: name, its state, the text of its one cell."""
    whole = package or Package(BOOK, f"{SHEET}.sheet.main+xml")
    listed = ""
    for number, (name, state, text) in enumerate(sheets, 1):
        link = whole.link(BOOK, "worksheet", f"worksheets/sheet{number}.xml")
        is_shown = f' state="{state}"' if state else ""
        listed += f'<sheet name="{name}" sheetId="{number}"{is_shown} r:id="{link}"/>'
        cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
        whole.add(
            f"xl/worksheets/sheet{number}.xml",
            f"<worksheet {CELLS}><sheetData>{cell}</sheetData></worksheet>",
            f"{SHEET}.worksheet+xml",
        )
    whole.add(BOOK, f"<workbook {CELLS}><sheets>{listed}</sheets>{more}</workbook>")
    return whole


def xlsx_names() -> bytes:
    """Names given to cells, another book, a printer, who had it open, a connection."""
    named = f'<definedName name="own" comment="{canary("name comment")}">'
    whole = workbook(
        (("Sheet1", "", VISIBLE),),
        f"<definedNames>{named}Sheet1!$A$1</definedName></definedNames>",
    )
    whole.add(
        "xl/externalLinks/externalLink1.xml",
        f'<externalLink {CELLS}><externalBook r:id="rId1"><sheetNames>'
        f'<sheetName val="{canary("other book")}"/></sheetNames></externalBook></externalLink>',
        f"{SHEET}.externalLink+xml",
    )
    whole.link(BOOK, "externalLink", "externalLinks/externalLink1.xml")
    path = f"file:///C:/Users/{canary('home').replace(' ', '_')}/a.xlsx"
    whole.link("xl/externalLinks/externalLink1.xml", "externalLinkPath", path, is_outside=True)
    whole.add("xl/printerSettings/printerSettings1.bin", canary("printer").encode("utf-16-le"))
    whole.link(
        "xl/worksheets/sheet1.xml", "printerSettings", "../printerSettings/printerSettings1.bin"
    )
    user = f'<users {CELLS} count="1"><userInfo name="{canary("user")}" id="-1"/></users>'
    whole.add("xl/revisions/userNames.xml", user, f"{SHEET}.userNames+xml")
    whole.link(BOOK, "usernames", "revisions/userNames.xml")
    connection = f'<connections {CELLS}><connection name="{canary("connection")}"/></connections>'
    whole.add("xl/connections.xml", connection, f"{SHEET}.connections+xml")
    whole.link(BOOK, "connections", "connections.xml")
    return whole.whole()


def xlsx_hidden() -> bytes:
    """A hidden sheet, a very hidden one, and remarks of three kinds."""
    whole = workbook(
        (
            ("Sheet1", "", VISIBLE),
            (f"{WRITTEN} name", "hidden", f"{WRITTEN} hidden sheet"),
            ("Sheet3", "veryHidden", f"{WRITTEN} very hidden sheet"),
        )
    )
    first = "xl/worksheets/sheet1.xml"
    remark = (
        f"<comments {CELLS}><authors><author>{canary('remark author')}</author></authors>"
        f'<commentList><comment ref="A1" authorId="0"><text><t>{WRITTEN} remark</t></text>'
        "</comment></commentList></comments>"
    )
    whole.add("xl/comments1.xml", remark, f"{SHEET}.comments+xml")
    whole.link(first, "comments", "../comments1.xml")
    newer = "http://schemas.microsoft.com/office/2017/10/relationships"
    threads = f"<ThreadedComments xmlns='u'><t>{canary('thread')}</t></ThreadedComments>"
    whole.add("xl/threadedComments/threadedComment1.xml", threads)
    whole.link(first, f"{newer}/threadedComment", "../threadedComments/threadedComment1.xml")
    person = f"<personList xmlns='u'><person displayName='{canary('person')}'/></personList>"
    whole.add("xl/persons/person.xml", person)
    whole.link(BOOK, f"{newer}/person", "persons/person.xml")
    drawn = f"<xml><x:y xmlns:x='u' a='{canary('vml')}'/></xml>"
    whole.add(
        "xl/drawings/vmlDrawing1.vml",
        drawn,
        "application/vnd.openxmlformats-officedocument.vmlDrawing",
    )
    whole.link(first, "vmlDrawing", "../drawings/vmlDrawing1.vml")
    return whole.whole()


def xlsx_macros() -> bytes:
    """Macros, a photograph, a thumbnail, and data of somebody's own."""
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    whole = workbook((("Sheet1", "", VISIBLE),), package=Package(BOOK, kind))
    whole.add(
        "xl/vbaProject.bin",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + canary("macro").encode(),
        "application/vnd.ms-office.vbaProject",
    )
    office = "http://schemas.microsoft.com/office/2006/relationships"
    whole.link(BOOK, f"{office}/vbaProject", "vbaProject.bin")
    whole.add("xl/media/image1.jpeg", photograph("picture in an xlsx"))
    drawing = f'<xdr:wsDr xmlns:xdr="u"><xdr:cNvPr name="{canary("drawing")}"/></xdr:wsDr>'
    whole.add("xl/drawings/drawing1.xml", drawing, f"{KINDS}.drawing+xml")
    whole.link("xl/worksheets/sheet1.xml", "drawing", "../drawings/drawing1.xml")
    whole.link("xl/drawings/drawing1.xml", "image", "../media/image1.jpeg")
    whole.add("docProps/thumbnail.jpeg", small_picture("xlsx thumbnail"))
    whole.link("", THUMBNAIL, "docProps/thumbnail.jpeg")
    whole.add("customXml/item1.xml", f"<x>{thai_canary('custom xml')}</x>")
    whole.link(BOOK, "customXml", "../customXml/item1.xml")
    return whole.whole()


def presentation(package: Package | None = None, more: str = "", shown: str = "") -> Package:
    """A show of one slide with VISIBLE on it."""
    whole = package or Package(SHOW, f"{SLIDE}.presentation.main+xml")
    link = whole.link(SHOW, "slide", "slides/slide1.xml")
    whole.add(
        SHOW,
        f'<p:presentation {SLIDES}><p:sldIdLst><p:sldId id="256" r:id="{link}"/></p:sldIdLst>'
        f'<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>{more}'
        "</p:presentation>",
    )
    whole.add("ppt/slides/slide1.xml", slide(VISIBLE, shown), f"{SLIDE}.slide+xml")
    return whole


def slide(text: str, attributes: str = "") -> str:
    """One slide with one box of text, whose name and description are canaries."""
    named = f'id="2" name="{canary("box name")}" descr="{canary("box described")}"'
    return (
        f'<p:sld {SLIDES}{attributes}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/>'
        "<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr>"
        f"<p:cNvPr {named}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>"
        f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
    )


def pptx_notes() -> bytes:
    """A speaker's notes, remarks and their writers."""
    whole = presentation()
    first = "ppt/slides/slide1.xml"
    notes = slide(f"{WRITTEN} speaker's note").replace("p:sld", "p:notes")
    whole.add("ppt/notesSlides/notesSlide1.xml", notes, f"{SLIDE}.notesSlide+xml")
    whole.link(first, "notesSlide", "../notesSlides/notesSlide1.xml")
    remark = (
        f'<p:cmLst {SLIDES}><p:cm authorId="0"><p:text>{WRITTEN} remark</p:text></p:cm></p:cmLst>'
    )
    whole.add("ppt/comments/comment1.xml", remark, f"{SLIDE}.comments+xml")
    whole.link(first, "comments", "../comments/comment1.xml")
    writers = (
        f'<p:cmAuthorLst {SLIDES}><p:cmAuthor id="0" name="{canary("writer")}"/></p:cmAuthorLst>'
    )
    whole.add("ppt/commentAuthors.xml", writers, f"{SLIDE}.commentAuthors+xml")
    whole.link(SHOW, "commentAuthors", "commentAuthors.xml")
    return whole.whole()


def pptx_hidden() -> bytes:
    """A hidden slide, a photograph, macros, a thumbnail, tags of a program."""
    kind = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    whole = presentation(Package(SHOW, kind))
    link = whole.link(SHOW, "slide", "slides/slide2.xml")
    whole.add(
        "ppt/slides/slide2.xml", slide(f"{WRITTEN} hidden slide", ' show="0"'), f"{SLIDE}.slide+xml"
    )
    shown = whole.parts[SHOW].decode()
    shown = shown.replace("</p:sldIdLst>", f'<p:sldId id="257" r:id="{link}"/></p:sldIdLst>')
    whole.parts[SHOW] = shown.encode()
    whole.add("ppt/media/image1.jpeg", photograph("picture in a pptx"))
    whole.link("ppt/slides/slide1.xml", "image", "../media/image1.jpeg")
    whole.add(
        "ppt/vbaProject.bin", canary("macro").encode(), "application/vnd.ms-office.vbaProject"
    )
    whole.add("docProps/thumbnail.jpeg", small_picture("pptx thumbnail"))
    whole.link("", THUMBNAIL, "docProps/thumbnail.jpeg")
    tags = f'<p:tagLst {SLIDES}><p:tag name="{canary("tag")}" val="{canary("tag")}"/></p:tagLst>'
    whole.add("ppt/tags/tag1.xml", tags, f"{SLIDE}.tags+xml")
    whole.link("ppt/slides/slide1.xml", "tags", "../tags/tag1.xml")
    return whole.whole()


SHEETS = (
    Planted("XLSX: names, another book, printer, users", "a.xlsx", xlsx_names),
    Planted("XLSX: hidden sheets, remarks of three kinds", "b.xlsx", xlsx_hidden, has_written=True),
    Planted("XLSX: macros, photograph, thumbnail", "c.xlsm", xlsx_macros),
    Planted("PPTX: notes, remarks, writers", "a.pptx", pptx_notes, has_written=True),
    Planted("PPTX: hidden slide, macros, photograph", "b.pptm", pptx_hidden, has_written=True),
)
