"""The look at the main website: what is noted, what is refused, whose picture is shown."""

import io
from datetime import timedelta

import pytest
from PIL import Image, PngImagePlugin

from rules.permissions import Role
from rules.thai_time import today_in_bangkok
from service.errors import InvalidInput, NotAllowed, NotFound
from service.main_site import (
    PICTURE_BYTES_MOST,
    is_web_address,
    look_picture,
    looks,
    newest_look,
    note_look,
)
from tests.office import Office

ADDRESS = "https://www.sample.go.th/home"
SECRET = "taken on the phone of the mayor"


def picture(kind: str = "PNG", colour=(200, 220, 240)) -> bytes:
    """A picture of a screen that carries a comment."""
    made, out = Image.new("RGB", (320, 200), colour), io.BytesIO()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET)
        made.save(out, kind, pnginfo=words)
    else:
        made.save(out, kind, comment=SECRET.encode())
    assert SECRET.encode() in out.getvalue()
    return out.getvalue()


@pytest.fixture
def publisher(office: Office) -> Office:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    return office


def today(office: Office) -> str:
    return today_in_bangkok(office.clock.now).isoformat()


def note(office: Office, shot: bytes | None = None, **typed: str) -> str:
    mapping = {"looked_on": today(office), "address": ADDRESS} | typed
    with office.desk("publisher1") as work:
        return note_look(work, mapping, shot)


def refused(office: Office, shot: bytes | None = None, **typed: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        note(office, shot, **typed)
    with office.public() as work:
        assert newest_look(work) is None, "nothing is noted"
    return caught.value.fields


def test_nobody_has_looked_at_first(publisher: Office) -> None:
    with publisher.public() as work:
        assert newest_look(work) is None


def test_a_look_says_when_where_and_who(publisher: Office) -> None:
    made = note(publisher)
    with publisher.public() as work:
        found = newest_look(work)
    assert found.id == made
    assert found.looked_on == today_in_bangkok(publisher.clock.now)
    assert (found.address, found.officer_name) == (ADDRESS, "นางสาวจันทร์ เผยแพร่ดี")
    assert not found.has_picture


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_kept_as_pixels_alone(publisher: Office, kind: str, media_type: str) -> None:
    made = note(publisher, picture(kind))
    with publisher.public() as work:
        found, told = look_picture(work, made)
    assert told == media_type
    assert SECRET.encode() not in found
    assert Image.open(io.BytesIO(found)).size == (320, 200)


def test_the_list_begins_with_the_look_noted_last(publisher: Office) -> None:
    first = note(publisher)
    publisher.clock.now += timedelta(minutes=5)
    second = note(publisher, picture())
    with publisher.desk("publisher1") as work:
        assert [look.id for look in looks(work)] == [second, first]
        assert [look.has_picture for look in looks(work)] == [True, False]


def test_an_earlier_picture_is_gone_with_the_next_look(publisher: Office) -> None:
    first = note(publisher, picture())
    publisher.clock.now += timedelta(minutes=5)
    second = note(publisher)
    with publisher.public() as work:
        for gone in (first, second, "", "zz", "0" * 32):
            with pytest.raises(NotFound):
                look_picture(work, gone)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"looked_on": ""}, {"looked_on": "required"}),
        ({"looked_on": "40/11/2569"}, {"looked_on": "not_a_date"}),
        ({"looked_on": "1/1/2690"}, {"looked_on": "date_in_future"}),
        ({"looked_on": "1/1/2560"}, {"looked_on": "date_too_old"}),
        ({"address": " "}, {"address": "required"}),
        ({"address": "sample.go.th"}, {"address": "not_a_web_address"}),
        ({"address": "javascript:alert(1)"}, {"address": "not_a_web_address"}),
        ({"address": "https://sample.go.th/" + "a" * 300}, {"address": "too_long"}),
        ({"address": "https://sample.go.th/?m=a@example.com"}, {"address": "personal_mark"}),
        ({"looked_on": "x", "address": ""}, {"looked_on": "not_a_date", "address": "required"}),
    ],
)
def test_what_cannot_be_is_named(publisher: Office, typed, problem) -> None:
    assert refused(publisher, **typed) == problem


def test_three_boxes_are_a_day_too(publisher: Office) -> None:
    day = today_in_bangkok(publisher.clock.now)
    note(publisher, looked_on="", looked_on_day=str(day.day), looked_on_month=str(day.month),
         looked_on_year=str(day.year + 543))  # fmt: skip
    with publisher.public() as work:
        assert newest_look(work).looked_on == day


@pytest.mark.parametrize(
    "shot",
    [b"GIF89a" + bytes(40), b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n" + bytes(200), b"\xff\xd8\xff" * 50],
)
def test_what_is_no_sound_picture_is_refused(publisher: Office, shot: bytes) -> None:
    assert refused(publisher, shot) == {"picture": "not_a_picture"}


def test_a_picture_that_is_too_large_is_refused(publisher: Office) -> None:
    shot = picture("JPEG") + bytes(PICTURE_BYTES_MOST)
    assert refused(publisher, shot) == {"picture": "picture_too_large"}


def test_only_who_publishes_notes_and_lists_looks(publisher: Office) -> None:
    for login in ("intake1", "clerk", "admin1"):
        with publisher.desk(login) as work:
            with pytest.raises(NotAllowed):
                note_look(work, {"looked_on": today(publisher), "address": ADDRESS}, None)
            with pytest.raises(NotAllowed):
                looks(work)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://www.sample.go.th", True),
        ("http://sample.go.th:8080/a?b=1#c", True),
        ("https://ตัวอย่าง.ไทย/หน้าแรก", True),
        ("ftp://sample.go.th", False),
        ("https://", False),
        ("https://localhost/", False),
        ("https://name:word@sample.go.th/", False),
        ("https://sample.go.th/a b", False),
        ("https://sample.go.th/\x00", False),
        ("https://[::1", False),
        ("//sample.go.th", False),
    ],
)
def test_what_a_browser_could_open(address: str, is_one: bool) -> None:
    assert is_web_address(address) is is_one
