"""Word documents: names, remarks, what was struck out, macros, and pictures with their own past."""

from tests.planted.canaries import VISIBLE, WRITTEN, Planted, canary, thai_canary
from tests.planted.exif import exif_block, small_picture
from tests.planted.packages import KINDS, Package
from tests.planted.papers import author, paper
from tests.planted.pictures import jpeg, png_text, segment

MAIN = "word/document.xml"
WORD = f"{KINDS}.wordprocessingml"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def photograph(place: str) -> bytes:
    """A JPEG with its own Exif."""
    return jpeg(segment(0xE1, b"Exif\0\0" + exif_block(place)))


def document(package: Package | None = None, body: str = "") -> Package:
    """A package with VISIBLE in its first paragraph."""
    whole = package or Package(MAIN, f"{WORD}.document.main+xml")
    text = f"<w:p><w:r><w:t>{VISIBLE}</w:t></w:r></w:p>{body}"
    whole.add(MAIN, f"<w:document {NAMES}><w:body>{text}<w:sectPr/></w:body></w:document>")
    return whole


def docx_names() -> bytes:
    """Names in the properties, in the settings, in variables; the numbers of the sittings."""
    body = (
        '<w:p w:rsidR="00AB12CD" w14:paraId="12345678"><w:pPr><w:rPr>'
        f'<w:ins w:id="1" w:author="{canary("mark of a paragraph")}"/>'
        f'</w:rPr></w:pPr></w:p><w:sdt><w:sdtPr><w:alias w:val="{canary("control")}"/>'
        f'<w:tag w:val="{canary("control tag")}"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent>'
        "</w:sdt>"
    )
    whole = document(body=body)
    whole.add(
        "word/settings.xml",
        f'<w:settings {NAMES}><w:attachedTemplate r:id="rId1"/><w:docVars>'
        f'<w:docVar w:name="{canary("variable")}" w:val="{thai_canary("value")}"/></w:docVars>'
        '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>',
        f"{WORD}.settings+xml",
    )
    whole.link(MAIN, "settings", "settings.xml")
    template = f"https://x.example/{canary('template').replace(' ', '_')}.dotm"
    whole.link("word/settings.xml", "attachedTemplate", template, is_outside=True)
    return whole.whole()


def docx_remarks() -> bytes:
    """Remarks, who made them, what was struck out and by whom."""
    mark = f'w:author="{thai_canary("author")}" w:date="2026-11-02T09:00:00Z"'
    body = (
        f'<w:p><w:ins w:id="3" {mark}><w:r><w:t>kept {VISIBLE}</w:t></w:r></w:ins>'
        f'<w:del w:id="4" {mark}><w:r><w:delText>{WRITTEN} struck out</w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="5" {mark}><w:r><w:t>{WRITTEN} moved away</w:t></w:r></w:moveFrom>'
        '<w:commentRangeStart w:id="0"/><w:r><w:t>x</w:t></w:r><w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r>'
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{WRITTEN} hidden run</w:t></w:r></w:p>"
    )
    whole = document(body=body)
    remark = (
        f'<w:comments {NAMES}><w:comment w:id="0" w:author="{canary("remark author")}" '
        f'w:initials="{canary("initials")}"><w:p><w:r><w:t>{WRITTEN} remark</w:t></w:r></w:p>'
        "</w:comment></w:comments>"
    )
    whole.add("word/comments.xml", remark, f"{WORD}.comments+xml")
    whole.link(MAIN, "comments", "comments.xml")
    people = f'<w15:people {NAMES}><w15:person w15:author="{canary("person")}"/></w15:people>'
    whole.add("word/people.xml", people, f"{WORD}.people+xml")
    whole.link(MAIN, "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml")
    return whole.whole()


def docx_macros() -> bytes:
    """A document that holds macros, a control of its own, and a font with a name in it."""
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    whole = document(Package(MAIN, kind))
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + canary("macro").encode()
    whole.add("word/vbaProject.bin", macros, "application/vnd.ms-office.vbaProject")
    office = "http://schemas.microsoft.com/office/2006/relationships"
    whole.link(MAIN, f"{office}/vbaProject", "vbaProject.bin")
    whole.add("word/vbaData.xml", f"<wne:x xmlns:wne='u'>{canary('macro text')}</wne:x>")
    whole.link(MAIN, f"{office}/wordVbaData", "vbaData.xml")
    whole.add("word/activeX/activeX1.xml", f"<ax:ocx xmlns:ax='u' a='{canary('activex')}'/>")
    whole.add("word/activeX/activeX1.bin", canary("activex").encode("utf-16-le"))
    whole.link(MAIN, "control", "activeX/activeX1.xml")
    whole.add("customUI/customUI.xml", f"<customUI xmlns='u' a='{canary('ribbon')}'/>")
    whole.link("", f"{office}/ui/extensibility", "customUI/customUI.xml")
    return whole.whole()


def docx_pictures() -> bytes:
    """Photographs with their own Exif; a drawing with a name and a description; a thumbnail."""
    whole = document()
    first = whole.link(MAIN, "image", "media/image1.jpeg")
    second = whole.link(MAIN, "image", "media/image2.png")
    whole.add("word/media/image1.jpeg", photograph("picture in a docx"))
    whole.add("word/media/image2.png", png_text())
    whole.add("docProps/thumbnail.jpeg", small_picture("docx thumbnail"))
    whole.link("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
               "docProps/thumbnail.jpeg")  # fmt: skip
    return document(whole, _drawing(first) + _drawing(second)).whole()


def _drawing(link: str) -> str:
    named = f'id="1" name="{canary("picture name")}" descr="{thai_canary("picture described")}"'
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="700000"/>'
        f"<wp:docPr {named}/><a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f"<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="700000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def docx_embeddings() -> bytes:
    """Whole files inside, data of somebody's own, words in another language, a remote picture."""
    whole = document()
    whole.add("word/embeddings/oleObject1.bin", canary("ole object").encode("utf-16-le"))
    whole.link(MAIN, "oleObject", "embeddings/oleObject1.bin")
    whole.add("word/embeddings/paper.pdf", paper(author))
    whole.link(MAIN, "package", "embeddings/paper.pdf")
    whole.add("customXml/item1.xml", f"<x>{thai_canary('custom xml')}</x>")
    whole.link(MAIN, "customXml", "../customXml/item1.xml")
    remote = f"https://x.example/{canary('remote').replace(' ', '_')}.png"
    whole.link(MAIN, "image", remote, is_outside=True)
    whole.link(MAIN, "hyperlink", f"mailto:{canary('mail').replace(' ', '_')}@x.example",
               is_outside=True)  # fmt: skip
    whole.add("word/afchunk.html", f"<html>{canary('alternative')}</html>".encode())
    whole.link(MAIN, "aFChunk", "afchunk.html")
    whole.add("word/printerSettings/printerSettings1.bin", canary("printer").encode("utf-16-le"))
    whole.link(MAIN, "printerSettings", "printerSettings/printerSettings1.bin")
    whole.add("secret/unlinked.xml", f"<x>{canary('part to which nothing leads')}</x>")
    return whole.whole()


DOCUMENTS = (
    Planted("DOCX: names, settings, remote template", "a.docx", docx_names),
    Planted("DOCX: remarks, revisions, hidden text", "b.docx", docx_remarks, has_written=True),
    Planted("DOCX: macros, ActiveX, own ribbon", "c.docm", docx_macros),
    Planted("DOCX: photographs, thumbnail", "d.docx", docx_pictures),
    Planted("DOCX: embedded files, custom XML, remote links", "e.docx", docx_embeddings),
)
