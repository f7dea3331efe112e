"""PDFs made by code, full of things that nobody sees, each with a word to look for."""

import io
import zlib

import pikepdf
import pypdfium2 as pdfium
import typst
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageChops, ImageStat

CANARY = "CANARY7731"
TINT = (200, 30, 30)


def photo(size=(120, 90), colour=TINT, canary=CANARY) -> bytes:
    """A JPEG with Exif, a comment and something behind its end."""
    exif = Image.Exif()
    exif[0x010F] = canary
    exif.get_ifd(0x8825)[29] = canary
    out = io.BytesIO()
    picture = Image.new("RGB", size, colour)
    picture.paste("white", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(out, "JPEG", exif=exif, comment=canary.encode(), xmp=canary.encode())
    return out.getvalue() + canary.encode()


def texts_png(size=(60, 40)) -> bytes:
    from PIL import PngImagePlugin

    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_itxt("XML:com.adobe.xmp", CANARY, zip=True)
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "PNG", pnginfo=texts)
    return out.getvalue() + CANARY.encode()


def written_pdf() -> bytes:
    """Three pages of real text and drawing, with its title and author."""
    text = f"""#set document(title: "{CANARY}", author: "{CANARY}")
    = Report of works
    #lorem(120)
    #table(columns: 3, fill: (x, y) => if calc.odd(y) {{ luma(220) }}, ..range(30).map(str))
    #pagebreak()
    #rect(width: 5cm, height: 2cm, fill: gradient.linear(red, blue))
    $ sum_(i=1)^n i^2 $
    #pagebreak()
    #link("https://example.com/{CANARY}")[a link] #lorem(200)"""
    return typst.compile(text.encode())


def pdf_with(change) -> bytes:
    """The written document after `change` was made to it."""
    with pikepdf.open(io.BytesIO(written_pdf())) as document:
        change(document)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def note(document, **about) -> None:
    page = document.pages[0].obj
    page.Annots = document.make_indirect(
        Array(
            [document.make_indirect(Dictionary(Type=Name.Annot, Rect=[50, 700, 200, 760], **about))]
        )
    )


def full_of_traces(document) -> None:
    """Everything that may hang on a document without being seen."""
    root, page = document.Root, document.pages[0].obj
    with document.open_metadata() as told:
        told["dc:creator"] = [CANARY]
    document.attachments["a.txt"] = pikepdf.AttachedFileSpec(document, CANARY.encode())
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY}')"))
    root.OpenAction = script
    root.AA = Dictionary(WC=script)
    root.Names.JavaScript = Dictionary(Names=Array([String(CANARY), script]))
    root.PieceInfo = Dictionary(Own=Dictionary(Private=String(CANARY)))
    page.PieceInfo = Dictionary(Own=Dictionary(Private=String(CANARY)))
    page.AA = Dictionary(O=script)
    page.Thumb = Stream(document, CANARY.encode() * 3)
    page.LastModified = String(CANARY)
    page.Metadata = Stream(document, CANARY.encode())
    page.AF = Array([Dictionary(Type=Name.Filespec, F=String(CANARY))])
    note(document, Subtype=Name.Text, Contents=String(CANARY), T=String(CANARY))
    picture = Stream(document, photo())
    picture.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=120, Height=90, BitsPerComponent=8,
        ColorSpace=Array([Name.ICCBased, profile(document)]), Filter=Name.DCTDecode,
        Metadata=Stream(document, CANARY.encode()), Name=Name("/" + CANARY),
        Alternates=Array([Dictionary(Image=Stream(document, CANARY.encode()))]),
    )  # fmt: skip
    objects(page)["/Photo"] = document.make_indirect(picture)
    marks = (
        f"/Span <</ActualText ({CANARY})>> BDC q 120 0 0 90 300 60 cm /Photo Do Q EMC % {CANARY}\n"
    )
    hidden = f"BT 3 Tr /{next(iter(page.Resources.Font.keys()))[1:]} 9 Tf (x) Tj 0 Tr ET\n"
    document.pages[0].contents_add(marks.encode() + hidden.encode())
    root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, Own=String(CANARY))


def objects(page) -> Dictionary:
    """The page's forms and pictures."""
    if "/XObject" not in page.Resources:
        page.Resources.XObject = Dictionary()
    return page.Resources.XObject


def profile(document) -> Stream:
    from PIL import ImageCms

    body = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return Stream(document, bytes(body) + CANARY.encode(), N=3)


def with_a_past(content: bytes) -> bytes:
    """The document after an object was changed by appending: the old one still stands in it."""
    with pikepdf.open(io.BytesIO(content)) as document:
        root, size = document.Root.objgen[0], int(document.trailer.Size)
    start = content.rindex(b"startxref")
    before = int(content[start + 9 :].split()[0])
    added = f"{size} 0 obj\n({CANARY})\nendobj\n".encode()
    xref = f"xref\n{size} 1\n{len(content):010d} 00000 n \n".encode()
    trailer = f"trailer\n<</Size {size + 1} /Root {root} 0 R /Prev {before}>>\n".encode()
    return (
        content
        + added
        + xref
        + trailer
        + (f"startxref\n{len(content) + len(added)}\n%%EOF\n{CANARY}".encode())
    )


def pictures(content: bytes) -> list[Image.Image]:
    """The pages as one sees them."""
    document = pdfium.PdfDocument(content)
    document.init_forms()
    drawn = [page.render(scale=1).to_pil().convert("RGB") for page in document]
    document.close()
    return drawn


def difference(before: bytes, after: bytes) -> float:
    """The mean difference of the worst page, of 255."""
    pairs = list(zip(pictures(before), pictures(after), strict=True))
    assert all(one.size == other.size for one, other in pairs)
    return max(sum(ImageStat.Stat(ImageChops.difference(*pair)).mean) / 3 for pair in pairs)


def unpacked_pdf(content: bytes) -> bytes:
    """Every byte, every string and every stream of it, opened."""
    found = [content]
    with pikepdf.open(io.BytesIO(content)) as document:
        for one in document.objects:
            if isinstance(one, Stream):
                try:
                    found.append(one.read_bytes())
                except pikepdf.PdfError:
                    found.append(one.read_raw_bytes())
                one = one.stream_dict
            found.append(one.unparse(resolved=True))
    return b"\n".join(found)


def bomb(size: int) -> bytes:
    """So many zeros in a few bytes, as zlib packs them."""
    packer = zlib.compressobj(9)
    block = bytes(1024 * 1024)
    return b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
