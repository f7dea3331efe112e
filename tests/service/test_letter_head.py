"""The letter head: what the office saves is what its papers bear, and a picture is pixels alone."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from rules.paper_kinds import PaperKind
from rules.words.paper_templates import SHIPPED
from service.errors import InvalidInput, NotAllowed
from service.letter_head import (
    EMBLEM_BYTES_MOST,
    EMBLEM_SIDE_MOST,
    UPLOAD_BYTES_MOST,
    letter_head,
    save_letter_head,
)
from service.paper_example import example_paper
from tests.office import Office

TYPED = {
    "number_prefix": " พย  71201/ ",
    "address": "99 หมู่ 4\r\n\r\n อำเภอเมือง\u202e ",
    "telephone": "0 5400 0000\nต่อ 12",
    "thai_digits": "arabic",
}
SECRET = b"drawn by the nephew of the mayor"


def picture(side: int = 120, kind: str = "PNG") -> bytes:
    """An emblem that carries a comment."""
    made, out = Image.new("RGBA", (side, side), (0, 0, 0, 0)), io.BytesIO()
    made.paste((20, 20, 20, 255), (side // 4, side // 4, side // 2, side // 2))
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", SECRET.decode())
    if kind == "PNG":
        made.save(out, "PNG", pnginfo=words)
    else:
        made.convert("RGB").save(out, kind)
    return out.getvalue()


def noise(side: int) -> bytes:
    """A picture that no packing makes small."""
    pixels = random.Random(7).randbytes(side * side * 3)
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), pixels).save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A small file that says it is a picture of 3.6 thousand million pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )  # fmt: skip


def save(office: Office, emblem: bytes | None = None, by: str = "intake1", **typed: str) -> None:
    with office.desk(by) as work:
        save_letter_head(work, TYPED | typed, emblem)


def now(office: Office):
    with office.desk("legal1") as work:
        return letter_head(work)


def refused(office: Office, emblem: bytes | None = None, **typed: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        save(office, emblem, **typed)
    assert not now(office).is_own, "nothing is saved"
    return caught.value


def test_before_one_is_saved_the_published_contacts_stand_in(office: Office):
    head = now(office)
    assert not head.is_own and head.thai_digits and head.emblem is None
    assert head.number_prefix == ""
    with office.desk("admin1") as work:
        save_letter_head(work, TYPED)
    assert now(office).is_own


def test_what_is_saved_is_tidy_and_stands_on_every_paper(office: Office):
    save(office, picture())
    head = now(office)
    assert head.number_prefix == "พย 71201/"
    assert head.address == "99 หมู่ 4\nอำเภอเมือง"
    assert head.telephone == "0 5400 0000 ต่อ 12"
    assert not head.thai_digits
    with office.desk("admin1") as work:
        letter = example_paper(work, PaperKind.COVER_LETTER, SHIPPED["cover_letter"])
    assert letter.document_no == "พย 71201/123"
    assert (letter.address, letter.telephone) == (head.address, head.telephone)
    assert letter.emblem == head.emblem and not letter.thai_digits


def test_the_emblem_is_made_anew_and_nothing_hidden_stays_in_it(office: Office):
    original = picture()
    assert SECRET in original
    save(office, original)
    kept = now(office).emblem
    assert SECRET not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert (opened.format, opened.size, opened.mode) == ("PNG", (120, 120), "RGBA")


def test_the_emblem_stays_when_only_words_change_and_goes_when_it_is_taken_out(office: Office):
    save(office, picture())
    save(office, telephone="1")
    assert now(office).emblem is not None
    save(office, without_emblem="yes")
    assert now(office).emblem is None
    save(office, picture(), without_emblem="yes")
    assert now(office).emblem is not None, "a new picture is meant to be used"


@pytest.mark.parametrize(
    "emblem",
    [
        b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", picture(kind="JPEG"), picture()[:200],
        picture(kind="GIF"),
    ],
    ids=["nothing", "no chunks", "svg", "jpeg", "cut off", "gif"],
)  # fmt: skip
def test_what_is_no_sound_png_is_refused(office: Office, emblem: bytes):
    assert refused(office, emblem).fields == {"emblem": "not_a_png"}


def test_too_many_bytes_or_pixels_are_refused_with_the_limit(office: Office):
    long = refused(office, b"\x89PNG\r\n\x1a\n" + bytes(UPLOAD_BYTES_MOST))
    assert (long.fields, long.limits["emblem"]) == ({"emblem": "picture_too_large"}, 1)
    wide = refused(office, picture(EMBLEM_SIDE_MOST + 1))
    assert (wide.fields, wide.limits["emblem"]) == ({"emblem": "emblem_too_wide"}, 2_000)
    assert refused(office, bomb()).fields == {"emblem": "emblem_too_wide"}
    heavy = noise(450)
    assert EMBLEM_BYTES_MOST < len(heavy) < UPLOAD_BYTES_MOST
    found = refused(office, heavy)
    assert (found.fields, found.limits["emblem"]) == ({"emblem": "emblem_too_large"}, 500)


def test_every_field_that_is_too_long_is_named_with_the_rest(office: Office):
    found = refused(
        office,
        b"x",
        number_prefix="ก" * 61,
        address="ก" * 301,
        telephone="ก" * 101,
        thai_digits="?",
    )
    assert found.fields == {
        "number_prefix": "too_long",
        "address": "too_long",
        "telephone": "too_long",
        "thai_digits": "unknown_choice",
        "emblem": "not_a_png",
    }
    assert found.limits["number_prefix"] == 60


def test_only_who_assigns_cases_or_keeps_the_settings_may_change_it(office: Office):
    for login in ("legal1", "inside1"):
        with pytest.raises(NotAllowed):
            save(office, by=login)
    for login in ("admin1", "clerk"):
        save(office, by=login)
