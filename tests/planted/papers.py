"""PDF documents with everything that programs leave in them beside what is printed."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.planted.canaries import VISIBLE, Planted, canary, thai_canary
from tests.planted.exif import exif_block, small_picture
from tests.planted.pictures import jpeg, profile, segment, xmp


def paper(plant: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    """A PDF of one page with VISIBLE on it, planted by the function."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 300))
        page = pdf.pages[0].obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        page.Contents = Stream(pdf, f"BT /F1 18 Tf 40 200 Td ({VISIBLE}) Tj ET".encode())
        plant(pdf)
        out = io.BytesIO()
        pdf.save(out, **options)  # type: ignore[arg-type]
        return out.getvalue()


def author(pdf: pikepdf.Pdf) -> None:
    """Info in PDFDocEncoding and UTF-16, XMP of the document and of its page, a custom key."""
    for key in ("Title", "Subject", "Keywords", "Creator", "Producer", "Company"):
        pdf.docinfo[f"/{key}"] = canary(f"pdf {key}")
    pdf.docinfo["/Author"] = thai_canary("pdf author")
    described = Stream(pdf, xmp("pdf xmp"), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = pdf.make_indirect(described)
    page = pdf.pages[0].obj
    page.Metadata = pdf.make_indirect(Stream(pdf, xmp("pdf page's xmp")))
    page.LastModified = String(canary("pdf modified"))
    pdf.Root.Lang = String(canary("pdf language"))
    pdf.trailer.ID = Array([String(canary("pdf first id")), String(canary("pdf second id"))])


def attachments(pdf: pikepdf.Pdf) -> None:
    """A file in the document's names, one on the page, one of the page's own."""
    file = _file(pdf, "attached file")
    pdf.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String(canary("attached name")), file]))
    )
    pdf.Root.AF = Array([file])
    pdf.pages[0].obj.Annots = Array(
        [
            _annotation(pdf, "FileAttachment", FS=_file(pdf, "file on the page")),
            _annotation(pdf, "Sound", Sound=Stream(pdf, canary("sound").encode())),
        ]
    )


def _file(pdf: pikepdf.Pdf, place: str) -> pikepdf.Object:
    body = Stream(pdf, thai_canary(place).encode(), Type=Name.EmbeddedFile)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec, F=String(canary(f"{place}.txt")), UF=String(canary(place)),
            Desc=String(canary(f"{place} described")), EF=Dictionary(F=pdf.make_indirect(body)),
        )
    )  # fmt: skip


def _annotation(pdf: pikepdf.Pdf, kind: str, **more: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([10, 10, 60, 60]),
            T=String(canary(f"{kind} author")), Contents=String(thai_canary(f"{kind} words")),
            NM=String(canary(f"{kind} name")), **more,
        )
    )  # fmt: skip


def scripts(pdf: pikepdf.Pdf) -> None:
    """JavaScript that would run at opening, at closing, from the names and from the page."""

    def script(place: str) -> Dictionary:
        words = String(f"app.alert('{canary(place)}')")
        return Dictionary(Type=Name.Action, S=Name.JavaScript, JS=words)

    pdf.Root.OpenAction = script("open action")
    pdf.Root.AA = Dictionary(WC=script("closing action"))
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String(canary("script name")), script("named script")]))
    )
    page = pdf.pages[0].obj
    page.AA = Dictionary(O=script("page action"))
    launch = Dictionary(S=Name.Launch, F=String(canary("launched.exe")))
    link = Dictionary(S=Name.URI, URI=String(f"https://x.example/{canary('address')}"))
    submit = Dictionary(S=Name.SubmitForm, F=String(canary("submitted to")))
    page.Annots = Array(
        [_annotation(pdf, "Link", A=action) for action in (launch, link, submit, script("link"))]
    )


def form(pdf: pikepdf.Pdf) -> None:
    """A form with what somebody typed before, an XFA packet, and a value that no page shows."""
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=Array([10, 10, 200, 40]),
            T=String(canary("field name")), TU=String(canary("field help")),
            V=String(canary("field value")), DV=String(thai_canary("field default")), F=2,
        )
    )  # fmt: skip
    packet = Stream(pdf, f"<xdp>{canary('xfa')}</xdp>".encode())
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=pdf.make_indirect(packet))
    pdf.pages[0].obj.Annots = Array([field])


def annotations(pdf: pikepdf.Pdf) -> None:
    """Notes in the margin, with their writers' names and an appearance that nobody sees."""
    hidden = Stream(pdf, f"BT ({canary('appearance')}) Tj ET".encode(), Subtype=Name.Form)
    pdf.pages[0].obj.Annots = Array(
        [
            _annotation(pdf, kind, AP=Dictionary(N=pdf.make_indirect(hidden)), F=2)
            for kind in ("Text", "Popup", "Highlight", "FreeText", "Stamp", "Ink")
        ]
    )


def private_parts(pdf: pikepdf.Pdf) -> None:
    """A page's thumbnail, a program's private dictionary, the names of layers and of outlines,
    the words for those who hear the document, marked content with words of its own."""
    page = pdf.pages[0].obj
    small = Stream(pdf, small_picture("page thumbnail"), Subtype=Name.Image, Filter=Name.DCTDecode)
    small.Width, small.Height, small.BitsPerComponent = 16, 12, 8
    small.ColorSpace = Name.DeviceRGB
    page.Thumb = pdf.make_indirect(small)
    page.PieceInfo = Dictionary(
        Illustrator=Dictionary(Private=Stream(pdf, canary("private of a program").encode()))
    )
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(canary("layer"))))
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(Name=String(canary("layers")), Order=Array([layer]))
    )
    page.Resources.Properties = Dictionary(MC0=layer)
    outline = pdf.make_indirect(Dictionary(Title=String(canary("outline"))))
    pdf.Root.Outlines = Dictionary(Type=Name.Outlines, First=outline, Last=outline, Count=1)
    told = Dictionary(S=Name.Figure, Alt=String(thai_canary("spoken")), T=String(canary("tag")))
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([told]))
    )
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(canary("label")))]))
    pdf.Root.Threads = Array([Dictionary(I=Dictionary(Title=String(canary("thread"))))])
    pdf.Root.OwnerOf = String(canary("own key of the catalogue"))
    page.OwnerOf = String(canary("own key of the page"))
    page.Resources.OwnerOf = String(canary("own key of the resources"))
    content = f"/Span <</ActualText ({canary('actual text')})>> BDC "
    content += f"% {canary('remark')}\nBT /F1 18 Tf 40 200 Td ({VISIBLE}) Tj ET EMC"
    page.Contents = Stream(pdf, content.encode())


def pictures_inside(pdf: pikepdf.Pdf) -> None:
    """A photograph with its own Exif, XMP beside it, and a colour profile with a name."""
    taken = jpeg(segment(0xE1, b"Exif\0\0" + exif_block("picture in a pdf")))
    image = Stream(pdf, taken, Subtype=Name.Image, Filter=Name.DCTDecode, Type=Name.XObject)
    image.Width, image.Height, image.BitsPerComponent = 120, 90, 8
    colour = Stream(pdf, profile("profile in a pdf"), N=3, Alternate=Name.DeviceRGB)
    image.ColorSpace = Array([Name.ICCBased, pdf.make_indirect(colour)])
    image.Metadata = pdf.make_indirect(Stream(pdf, xmp("xmp of a picture in a pdf")))
    image.Name = Name("/" + canary("image").replace(" ", "_"))
    page = pdf.pages[0].obj
    page.Resources.XObject = Dictionary(Im1=pdf.make_indirect(image))
    page.Contents = Stream(pdf, page.Contents.read_bytes() + b" q 120 0 0 90 40 40 cm /Im1 Do Q")


def past() -> bytes:
    """A document changed twice, with what it held before still in it, and words behind its end."""
    first = paper(author)
    start = first.rfind(b"startxref") + len(b"startxref")
    place = int(first[start:].split()[0])
    added = f"1 0 obj\n<< /Old ({canary('replaced object')}) >>\nendobj\n".encode()
    at = len(first)
    table = b"xref\n9990 1\n%010d 00000 n \n" % at
    end = b"trailer\n<< /Size 9991 /Prev %d /Root %s 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        place, _root_number(first), at + len(added),
    )  # fmt: skip
    return first + added.replace(b"1 0 obj", b"9990 0 obj") + table + end + _behind()


def _root_number(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return str(opened.Root.objgen[0]).encode()


def _behind() -> bytes:
    return f"% {canary('behind the end')}\n{thai_canary('behind the end')}\n".encode()


def locked() -> bytes:
    """A document that opens without a password but is encrypted all the same."""
    return paper(author, encryption=pikepdf.Encryption(owner="owner", user=""))


def unused() -> bytes:
    """Objects to which nothing leads, in streams of objects."""
    plain = paper(author, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    head, rest = plain[:15], plain[15:]
    return head + f"% {canary('remark in the head')}\n".encode() + rest + _behind()


PAPERS = (
    Planted("PDF: author, XMP, ids", "report.pdf", lambda: paper(author)),
    Planted("PDF: attachments", "attached.pdf", lambda: paper(attachments)),
    Planted("PDF: JavaScript and actions", "script.pdf", lambda: paper(scripts)),
    Planted("PDF: form and XFA", "form.pdf", lambda: paper(form), is_seen=False),
    Planted("PDF: annotations", "notes.pdf", lambda: paper(annotations)),
    Planted("PDF: thumbnail, private parts, layers, tags", "ai.pdf", lambda: paper(private_parts)),
    Planted("PDF: a photograph inside", "scan.pdf", lambda: paper(pictures_inside)),
    Planted("PDF: an incremental past", "changed.pdf", past),
    Planted("PDF: encrypted, opens without a password", "locked.pdf", locked, is_seen=False),
    Planted("PDF: object streams, words in head and behind", "behind.pdf", unused),
)
