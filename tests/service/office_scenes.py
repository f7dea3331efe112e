"""Office documents made by code, full of things that nobody sees, each with a word to look for."""

import io
import struct
import zipfile

from tests.service.pdf_scenes import CANARY, photo, texts_png

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
C = CANARY


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def links(*all_of: tuple[str, str] | tuple[str, str, str]) -> str:
    """Relationships rId1, rId2, ... of kind and target, a third word for what is outside."""
    body = "".join(
        f'<Relationship Id="rId{at}" Type="{one[0] if "://" in one[0] else OFFICE + "/" + one[0]}" '
        f'Target="{one[1]}"{" TargetMode=" + chr(34) + "External" + chr(34) if one[2:] else ""}/>'
        for at, one in enumerate(all_of, start=1)
    )
    return f'<Relationships xmlns="{LINKS}">{body}</Relationships>'


def drawn_picture(link: str, crop: str = "") -> str:
    return (
        f'<w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        f'<wp:docPr id="1" name="C:\\Users\\{C}.jpg" descr="{C}" title="{C}"/>'
        f'<a:graphic><a:graphicData uri="{PIC}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="0" name="{C}.jpg"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{link}"><a:extLst><a:ext uri="x"><x:own xmlns:x="urn:{C}">{C}</x:own>'
        f"</a:ext></a:extLst></a:blip>{crop}</pic:blipFill></pic:pic></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing>"
    )


def field(code: str, shown: str) -> str:
    half = len(code) // 2
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code[:half]}</w:instrText></w:r>"
        f"<w:r><w:instrText>{code[half:]}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


DOCX_BODY = f"""<w:document xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:a="{A}" xmlns:pic="{PIC}"
 xmlns:wp="{WP}" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:z="urn:{C}"
 xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14 z">
<!-- {C} -->
<w:body><w:p w:rsidR="00AB7731" w14:paraId="7731AB00">
<w:r w:rsidRPr="00AB7731"><w:t>สัญญาจ้าง</w:t></w:r>
<w:ins w:id="1" w:author="{C} A" w:date="2026-05-05T10:00:00Z"><w:r><w:t>เพิ่มเข้า</w:t></w:r></w:ins>
<w:del w:id="2" w:author="{C} B" w:date="2026-05-05T10:00:00Z">
<w:r><w:delText>ตัดออก</w:delText></w:r></w:del>
<w:smartTag w:uri="urn:{C}" w:element="{C}"><w:r><w:t>ในป้าย</w:t></w:r></w:smartTag>
<w:hyperlink r:id="rId3" w:tooltip="{C}"><w:r><w:t>ลิงก์</w:t></w:r></w:hyperlink></w:p>
<w:p>{field("INCLUDEPICTURE http://" + C, "รูปเดิม")}{field(" PAGE ", "7")}</w:p>
<w:p><w:fldSimple w:instr=" DOCPROPERTY {C} "><w:r><w:t>คุณสมบัติ</w:t></w:r></w:fldSimple></w:p>
<w:sdt><w:sdtPr><w:tag w:val="{C}"/><w:dataBinding w:xpath="/{C}"/></w:sdtPr><w:sdtContent>
<w:p><w:r><w:t>ในช่อง</w:t></w:r></w:p></w:sdtContent></w:sdt>
<w:p><w:r>{drawn_picture("rId2")}</w:r>
<w:r>{drawn_picture("rId2", '<a:srcRect l="50000"/>')}</w:r></w:p>
<w:p><w:r><w:object><v:shape id="s1"><v:imagedata r:id="rId9" o:title="{C}"/></v:shape>
<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rId4"/></w:object></w:r></w:p>
<w:altChunk r:id="rId5"/><z:own>{C}</z:own>
<w:sectPr><w:headerReference w:type="default" r:id="rId10"/></w:sectPr></w:body></w:document>"""


def docx(**more: str | bytes) -> bytes:
    """A text document with everything that may hang on one; `.docm` inside."""
    wns = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="a/b"/><Override PartName='
        '"/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"'
        "/></Types>",
        "_rels/.rels": links(
            ("officeDocument", "word/document.xml"),
            ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/"
             "core-properties", "docProps/core.xml"),
            ("extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": f"<a>{C}</a>",
        "docProps/app.xml": f"<a>{C}</a>",
        "docProps/thumbnail.jpeg": photo(),
        "word/document.xml": DOCX_BODY,
        "word/_rels/document.xml.rels": links(
            ("styles", "styles.xml"), ("image", f"media/{C}.jpg"),
            ("hyperlink", f"file:///C:/{C}", "outside"), ("package", "embeddings/book.xlsx"),
            ("aFChunk", "afchunk.mht"), ("settings", "settings.xml"), ("comments", "comments.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
            ("image", "media/image2.png"), ("header", "header1.xml"),
            ("customXml", "../customXml/item1.xml"), ("image", "media/orphan.jpg"),
            ("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
            ("printerSettings", "printer.bin"), ("glossaryDocument", "glossary/document.xml"),
        ),
        "word/settings.xml": f'<w:settings {wns}><w:attachedTemplate r:id="rId1"/><w:rsids>'
        f'<w:rsid w:val="00AB7731"/></w:rsids><w:docVars><w:docVar w:name="{C}" w:val="{C}"/>'
        "</w:docVars><w:evenAndOddHeaders/></w:settings>",
        "word/_rels/settings.xml.rels": links(("attachedTemplate", f"http://x/{C}", "outside")),
        "word/styles.xml": f'<w:styles {wns}><w:style w:styleId="a"><w:name w:val="Normal"/>'
        '<w:rsid w:val="00AB7731"/></w:style></w:styles>',
        "word/comments.xml": f'<w:comments {wns}><w:comment w:id="0" w:author="{C} A" '
        f'w:initials="{C}" w:date="2026-05-05T10:00:00Z"><w:p><w:r><w:t>ความเห็น</w:t></w:r></w:p>'
        "</w:comment></w:comments>",
        "word/header1.xml": f"<w:hdr {wns}><w:p><w:r><w:t>หัวกระดาษ</w:t></w:r></w:p></w:hdr>",
        f"word/media/{C}.jpg": photo(), "word/media/image2.png": texts_png(),
        "word/media/orphan.jpg": photo(colour=(1, 2, 3)),
        "customXml/item1.xml": f"<a>{C}</a>", "word/people.xml": f"<a>{C}</a>",
    }  # fmt: skip
    for name in ("embeddings/book.xlsx", "afchunk.mht", "vbaProject.bin", "printer.bin",
                 "glossary/document.xml"):  # fmt: skip
        parts[f"word/{name}"] = C
    return package(parts | more)


def xlsx() -> bytes:
    """A workbook by openpyxl with a hidden sheet, comments, names; then parts put in by hand."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.drawing.image import Image as Drawn
    from openpyxl.workbook.defined_name import DefinedName

    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = C
    page = book.active
    page.title = "บัญชี"
    page["A1"], page["A2"], page["A3"] = "ค่าวัสดุ", 1200.5, "=SUM(A2:A2)"
    page["A4"], page["A5"] = "=[1]Sheet1!A1", '=HYPERLINK("http://x/CANARY7731","ดู")'
    page["B1"].comment = Comment(f"{C}:\nเกินราคากลาง", C)
    page["B2"].hyperlink = f"http://x/{C}"
    page["B2"] = "ดูที่นี่"
    page.row_dimensions[2].hidden = True
    page.add_image(Drawn(io.BytesIO(photo())), "D4")
    page.oddFooter.center.text = "หน้า &P"
    hidden = book.create_sheet("ลับ")
    hidden["A1"], hidden.sheet_state = "ราคาจริง", "hidden"
    book.defined_names["ยอดรวม"] = DefinedName("ยอดรวม", attr_text="'บัญชี'!$A$2", comment=C)
    book.defined_names["own"] = DefinedName("own", attr_text=f'"{C}"', hidden=True)
    book.defined_names["far"] = DefinedName("far", attr_text=f"[1]{C}!$A$1")
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as made:
        parts: dict[str, str | bytes] = {name: made.read(name) for name in made.namelist()}
    book_xml, book_links = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    assert isinstance(book_xml, bytes) and isinstance(book_links, bytes)
    parts["xl/workbook.xml"] = book_xml.replace(
        b"<sheets>", f'<fileSharing userName="{C}"/><sheets>'.encode()
    ).replace(b"</workbook>", (
        f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rId91"/>'
        "</externalReferences></workbook>").encode())  # fmt: skip
    parts["xl/_rels/workbook.xml.rels"] = book_links.replace(
        b"</Relationships>",
        f'<Relationship Id="rId91" Type="{OFFICE}/externalLink" Target="externalLinks/e1.xml"/>'
        f'<Relationship Id="rId92" Type="{OFFICE}/connections" Target="connections.xml"/>'
        "</Relationships>".encode(),
    )
    first = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(first, bytes)
    parts["xl/worksheets/sheet1.xml"] = first.replace(
        b"<legacyDrawing", f'<customProperties><customPr name="{C}"/></customProperties>'.encode()
        + b"<legacyDrawing",
    )  # fmt: skip
    parts |= {"xl/externalLinks/e1.xml": C, "xl/connections.xml": C, "xl/printerSettings/p.bin": C,
              "xl/vbaProject.bin": C, "xl/calcChain.xml": C}  # fmt: skip
    return package(parts)


def pptx() -> bytes:
    """One slide with a picture, a comment, notes, an embedded object and tags."""
    ns = f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{OFFICE}"'
    tree = (
        '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    )
    words = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="{c}" descr="{c}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        '<p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:rPr><a:hlinkClick r:id="rId9"/></a:rPr>'
        "<a:t>{t}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    picture = (
        '<p:pic><p:nvPicPr><p:cNvPr id="{i}" name="{c}"/><p:cNvPicPr/><p:nvPr>{m}</p:nvPr>'
        '</p:nvPicPr><p:blipFill><a:blip r:embed="{r}"/></p:blipFill><p:spPr/></p:pic>'
    )
    ole = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="x"/></p:nvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole">'
        f'<p:oleObj progId="Excel" r:id="rId4" name="{C}">'
        f"{picture.format(i=6, c=C, r='rId3', m='')}</p:oleObj></a:graphicData></a:graphic>"
        "</p:graphicFrame>"
    )
    film = picture.format(i=7, c=C, r="rId3", m='<a:videoFile r:link="rId5"/>')
    slide = (
        f"<p:sld {ns}><p:cSld><p:spTree>{tree}{words.format(c=C, t='โครงการถนน')}"
        f"{picture.format(i=4, c=C, r='rId2', m='')}{ole}{film}</p:spTree><p:custDataLst>"
        f'<p:tags r:id="rId6"/></p:custDataLst></p:cSld><p:timing><p:tnLst/></p:timing></p:sld>'
    )
    spoken = words.format(c=C, t="บันทึกผู้พูด")
    notes = f"<p:notes {ns}><p:cSld><p:spTree>{tree}{spoken}</p:spTree></p:cSld></p:notes>"
    return package({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": links(("officeDocument", "ppt/presentation.xml"),
                             ("thumbnail", "docProps/thumbnail.jpeg")),
        "docProps/thumbnail.jpeg": photo(),
        "ppt/presentation.xml": f'<p:presentation {ns}><p:sldIdLst><p:sldId id="256" r:id="rId1"/>'
        f'</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/><p:modifyVerifier hashData="{C}"/>'
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": links(
            ("slide", "slides/slide1.xml"), ("slide", "slides/orphan.xml"),
            ("commentAuthors", "commentAuthors.xml"), ("viewProps", "viewProps.xml"),
        ),
        "ppt/slides/slide1.xml": slide, "ppt/slides/orphan.xml": slide.replace("โครงการ", C),
        "ppt/slides/_rels/slide1.xml.rels": links(
            ("notesSlide", "../notesSlides/notes1.xml"), ("image", "../media/a.jpg"),
            ("image", "../media/b.png"), ("package", "../embeddings/a.xlsx"),
            ("video", "../media/film.mp4"), ("tags", "../tags/tag1.xml"),
            ("comments", "../comments/comment1.xml"), ("image", "../media/film.mp4"),
            ("hyperlink", f"http://x/{C}", "outside"),
        ),
        "ppt/notesSlides/notes1.xml": notes,
        "ppt/notesSlides/_rels/notes1.xml.rels": links(("slide", "../slides/slide1.xml")),
        "ppt/comments/comment1.xml": f'<p:cmLst {ns}><p:cm authorId="0" dt="2026-05-05T10:00:00" '
        'idx="1"><p:pos x="1" y="1"/><p:text>ความเห็น</p:text></p:cm></p:cmLst>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst {ns}><p:cmAuthor id="0" name="{C}" '
        f'initials="{C}" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
        "ppt/media/a.jpg": photo(), "ppt/media/b.png": texts_png(), "ppt/media/film.mp4": C,
        "ppt/embeddings/a.xlsx": C, "ppt/tags/tag1.xml": C, "ppt/viewProps.xml": C,
    })  # fmt: skip


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


# --- metafiles ----------------------------------------------------------------------------------


def emf() -> bytes:
    """A rectangle, with a description, a comment and something behind its end."""
    told = f"{C}\0{C}\0\0".encode("utf-16-le")
    told += bytes(-len(told) % 4)
    size = 108 + len(told)
    box = struct.pack("<IIiiii", 43, 24, 0, 0, 90, 90)
    kept = struct.pack("<III", 70, 12 + len(C) + 2, len(C)) + C.encode() + bytes(2)
    end = struct.pack("<IIIII", 14, 20, 0, 16, 20)
    head = struct.pack("<II8i", 1, size, 0, 0, 100, 100, 0, 0, 2000, 2000)
    head += b" EMF" + struct.pack("<IIIHHIIIII", 0x10000, size + len(box + kept + end), 4, 1, 0,
                                  len(told) // 2, 108, 0, 1920, 1080)  # fmt: skip
    head += bytes(108 - len(head))
    return head + told + box + kept + end + C.encode()


def wmf() -> bytes:
    """A rectangle with an escape that holds a comment, and something behind its end."""
    box = struct.pack("<IHhhhh", 7, 0x041B, 90, 90, 0, 0)
    told = C.encode()
    kept = struct.pack("<IHHH", 5 + len(told) // 2, 0x0626, 15, len(told)) + told
    placed = b"\xd7\xcd\xc6\x9a" + bytes(18)
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 0, 20, 0)
    return placed + head + box + kept + struct.pack("<IH", 3, 0) + told
