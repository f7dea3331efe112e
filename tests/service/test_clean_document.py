"""Officers get a PDF that looks the same and holds nothing that was not seen."""

import io
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from crypto.file_stream import SealedSpool
from service import cleaning
from service.cleaning import Cleaned, Withheld, clean
from service.evidence_kinds import kind_of
from tests.service import pdf_scenes as scenes
from tests.service.pdf_scenes import CANARY, difference, note, pdf_with, unpacked_pdf

SECRET = CANARY.encode()
MIB = 1024 * 1024


def cleaned(content: bytes) -> tuple[Cleaned | Withheld, bytes]:
    """What became of the file, and the copy."""
    old, new = SealedSpool(Path("/dev/shm")), SealedSpool(Path("/dev/shm"))  # noqa: S108
    old.write(content)
    kind = kind_of(content[:4096])
    assert kind
    outcome = clean(old, kind, new)
    copy = b"".join(new.chunks())
    old.close()
    new.close()
    return outcome, copy


def kept(content: bytes, how: str) -> bytes:
    outcome, copy = cleaned(content)
    assert isinstance(outcome, Cleaned), outcome
    assert (outcome.kind.extension, outcome.how) == ("pdf", how)
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert not document.check_pdf_syntax()
        assert set(document.Root.keys()) <= {"/Type", "/Pages"}
        assert "/Info" not in document.trailer
        for page in document.pages:
            allowed = {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources", "/Rotate",
                       "/UserUnit", "/Group"}  # fmt: skip
            assert set(page.obj.keys()) <= allowed
    return copy


def test_everything_that_hangs_unseen_on_a_document_is_gone_and_it_looks_the_same():
    original = scenes.with_a_past(pdf_with(scenes.full_of_traces))
    assert unpacked_pdf(original).count(SECRET) > 15
    copy = kept(original, "structure")
    everything = unpacked_pdf(copy)
    assert SECRET not in everything
    assert CANARY.encode("utf-16-be") not in everything
    assert b"Exif" not in everything and b"JavaScript" not in everything
    assert b"BDC" not in everything and b"3 Tr\n(x)" not in everything
    assert difference(original, copy) < 0.5


def test_words_stay_words_and_fonts_are_kept_once():
    original = pdf_with(lambda _: None)
    copy = kept(original, "structure")
    assert len(copy) < 1.3 * len(original)
    assert _words(copy) == _words(original) != ""


def _words(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    words = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return words


def box_over_a_name(document) -> None:
    page = document.pages[0]
    page.contents_add(b"\nq 0 g 0 0 600 900 re f Q\n")


def box_as_a_note(document) -> None:
    look = Stream(document, b"0 g 0 0 150 60 re f", Subtype=Name.Form, BBox=[0, 0, 150, 60])
    note(document, Subtype=Name.Square, AP=Dictionary(N=look), IC=Array([0, 0, 0]))


def flattened_box(document) -> None:
    """What programs make of a note when they print it into the page."""
    page = document.pages[0]
    look = Stream(document, b"0 g 0 0 1 1 re f", Subtype=Name.Form, BBox=[0, 0, 1, 1])
    scenes.objects(page.obj)["/Box"] = document.make_indirect(look)
    page.contents_add(b"\nq 600 0 0 500 0 400 cm /Box Do Q\n")


def form(document) -> None:
    look = Stream(document, b"0 0 1 rg 0 0 150 60 re f", Subtype=Name.Form, BBox=[0, 0, 150, 60])
    note(
        document, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String(CANARY), F=4,
        AP=Dictionary(N=document.make_indirect(look)),
    )  # fmt: skip
    document.Root.AcroForm = Dictionary(Fields=Array([document.pages[0].obj.Annots[0]]))


def layer_turned_off(document) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(CANARY)))
    document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
    page = document.pages[0]
    page.obj.Resources.Properties = Dictionary(L=layer)
    page.contents_add(b"\n/OC /L BDC 1 0 0 rg 0 0 600 800 re f EMC\n")


def cropped(document) -> None:
    document.pages[0].obj.CropBox = Array([0, 0, 595, 400])


PICTURED = {
    "a black box over words": box_over_a_name,
    "a black box that is a note": box_as_a_note,
    "a black box printed into the page": flattened_box,
    "a filled form": form,
    "a layer turned off": layer_turned_off,
    "a cropped page": cropped,
}


@pytest.mark.parametrize("name", PICTURED)
def test_what_rewriting_would_lay_bare_becomes_a_picture(name):
    original = pdf_with(PICTURED[name])
    copy = kept(original, "pages")
    assert not _words(copy)
    assert SECRET not in unpacked_pdf(copy)
    assert difference(original, copy) < 4


def laid_under(words: bytes, font: Dictionary, mode: int):
    """Words in a font of the reader's own machine, under a picture of the page."""

    def change(document):
        page = document.pages[0]
        page.obj.Resources.Font.Ocr = document.make_indirect(font)
        page.contents_add(b"\nBT %d Tr /Ocr 12 Tf 60 400 Td %b Tj ET\n" % (mode, words))

    return change


def test_what_a_scanner_read_and_laid_unseen_under_the_page_is_gone():
    """It may still say what was blacked out in the picture."""
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    original = pdf_with(laid_under(b"(%b)" % SECRET, helvetica, 3))
    assert CANARY in _words(original)
    copy = kept(original, "structure")
    assert SECRET not in unpacked_pdf(copy)
    assert difference(original, copy) < 0.5


def test_thai_words_without_their_font_are_not_left_blank_on_a_picture():
    """No font of the machine can be opened in the child, so such pages are not pictured at all."""

    def thai() -> Dictionary:
        letters = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=[65, Name("/uni0E01")])
        return Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.AngsanaNew, Encoding=letters
        )

    def cropped_too(document):
        laid_under(b"(AAA)", thai(), 0)(document)
        cropped(document)

    kept(pdf_with(laid_under(b"(AAA)", thai(), 0)), "structure")
    assert cleaned(pdf_with(cropped_too))[0] == Withheld("not_understood")


def test_colours_of_a_printers_jpeg_stay_as_they_were():
    """Four inks, told by the one segment beside the picture that is kept."""
    out = io.BytesIO()
    Image.new("CMYK", (200, 100), (200, 10, 10, 0)).save(out, "JPEG", comment=SECRET)

    def change(document):
        picture = Stream(
            document, out.getvalue(), Type=Name.XObject, Subtype=Name.Image, Width=200, Height=100,
            BitsPerComponent=8, ColorSpace=Name.DeviceCMYK, Filter=Name.DCTDecode,
            Decode=[1, 0, 1, 0, 1, 0, 1, 0],
        )  # fmt: skip
        scenes.objects(document.pages[0].obj)["/Inks"] = document.make_indirect(picture)
        document.pages[0].contents_add(b"\nq 200 0 0 100 300 20 cm /Inks Do Q\n")

    original = pdf_with(change)
    copy = kept(original, "structure")
    assert SECRET not in unpacked_pdf(copy)
    assert difference(original, copy) < 0.5


def test_a_page_that_is_turned_stays_turned():
    def turn(document):
        document.pages[0].obj.Rotate = 90

    original = pdf_with(turn)
    assert difference(original, kept(original, "structure")) < 0.5


def locked(owner: str, user: str) -> bytes:
    with pikepdf.open(io.BytesIO(scenes.written_pdf())) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()


def test_a_document_that_only_forbids_printing_is_pictured_one_with_a_password_is_withheld():
    kept(locked("owner", ""), "pages")
    assert cleaned(locked("owner", "user"))[0] == Withheld("locked")


def xfa(document) -> None:
    form(document)
    document.Root.AcroForm.XFA = Stream(document, b"<xdp>CANARY7731</xdp>")
    document.Root.NeedsRendering = True


def many_pages(document) -> None:
    for _ in range(198):
        document.pages.append(document.pages[0])
    cropped(document)


def bomb(document) -> None:
    page = document.pages[0].obj
    page.Contents = Stream(document, b"")
    page.Contents.write(scenes.bomb(800 * MIB), filter=Name.FlateDecode)


WITHHELD = {
    "nothing but its first bytes": (lambda: b"%PDF-1.7\n" + os.urandom(2000), {"not_understood"}),
    "more pages than are pictured": (partial(pdf_with, many_pages), {"too_heavy"}),
    "a form of the dynamic kind": (partial(pdf_with, xfa), {"not_understood"}),
}


@pytest.mark.parametrize("name", WITHHELD)
def test_what_cannot_be_made_is_withheld_with_the_reason(name):
    make, why = WITHHELD[name]
    outcome, _ = cleaned(make())
    assert isinstance(outcome, Withheld)
    assert outcome.why in why


def test_a_bomb_ends_within_the_limits():
    started = time.monotonic()
    outcome, copy = cleaned(pdf_with(bomb))
    assert time.monotonic() - started < 60
    assert isinstance(outcome, Withheld) or len(copy) < MIB


def test_a_broken_document_that_a_reader_mends_is_pictured():
    whole = scenes.written_pdf()
    kept(whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF", "pages")


def test_the_child_imports_nothing_of_the_house():
    folder = Path(cleaning.__file__).parent
    told = run_in_child("print(sorted(n for n in sys.modules if n.split('.')[0] in names))")
    assert told.stdout.strip() == b"[]", told
    assert (folder / "document_parts").is_dir()


def run_in_child(code: str) -> subprocess.CompletedProcess[bytes]:
    """Some code of a parser that was taken over, in a process limited as the real one is."""
    folder = Path(cleaning.__file__).parent
    prelude = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import document_child, socket, os\n"
    )
    prelude += "names = ('app', 'web', 'api', 'service', 'models', 'crypto', 'rules', 'flask')\n"
    prelude += "document_child.load_parts(); document_child.limit_self()\n"
    return subprocess.run(
        [sys.executable, "-I", "-c", prelude + code], capture_output=True, env={}, cwd="/",
        timeout=30, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    ["open('/etc/hostname')", "socket.socket()", "bytearray(2 * 1024**3)"],
    ids=["read a file", "open a socket", "take memory"],
)
def test_a_parser_that_was_taken_over_can_do_nothing(code):
    finished = run_in_child(code)
    assert finished.returncode != 0
    assert b"Error" in finished.stderr


def test_a_scanned_page_keeps_its_pixels():
    picture = Image.linear_gradient("L").resize((1240, 1754)).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=150, title=CANARY, author=CANARY)
    copy = kept(out.getvalue(), "structure")
    assert SECRET not in unpacked_pdf(copy)
    assert difference(out.getvalue(), copy) == 0
