"""The channel's page as data: what it says, what is frozen of it, and what may be published."""

from datetime import timedelta

import pytest

from rules.permissions import Role
from rules.publication import CHANNEL, canonical, opened
from rules.thai_time import fiscal_year_be, today_in_bangkok
from service.channel_document import (
    channel_from,
    channel_record,
    look_is_published,
    shown_channel,
)
from service.errors import InvalidInput, NotAllowed, NotFound
from service.main_site import note_look
from service.publications import versions
from service.publish_channel import channel_desk, publish_channel
from tests.office import Office
from tests.service.test_main_site import picture

DOOR = "https://complaints.sample.go.th/sample/"


@pytest.fixture
def publisher(office: Office) -> Office:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    return office


def this_year(office: Office) -> int:
    return fiscal_year_be(today_in_bangkok(office.clock.now))


def look(office: Office, shot: bytes | None = None) -> str:
    day = today_in_bangkok(office.clock.now).isoformat()
    with office.desk("publisher1") as work:
        return note_look(work, {"looked_on": day, "address": "https://www.sample.go.th/"}, shot)


def put_out(office: Office, note: str = ""):
    with office.desk("publisher1") as work:
        return publish_channel(work, DOOR, note)


def shown(office: Office, *asked: int | None):
    with office.public() as work:
        return shown_channel(work, DOOR, *asked)


def told(document) -> str:
    return " ".join(block.words.th for block in document.blocks if block.words)


def test_the_record_is_canonical_and_comes_back_whole(office: Office) -> None:
    with office.public() as work:
        record = channel_record(work, this_year(office), DOOR)
    again = opened(canonical(record))
    assert again == record
    document = channel_from(again)
    assert document.address == DOOR and document.is_open
    assert document.agency_name.th == "เทศบาลตำบลตัวอย่าง"


def test_it_tells_how_it_is_apart_and_that_nobody_has_looked(office: Office) -> None:
    document = shown(office).document
    anchors = [block.anchor for block in document.blocks if block.anchor]
    assert anchors == ["apart", "main-site"]
    table = next(block for block in document.blocks if block.kind == "table")
    assert len(table.rows) == 4 and all(len(row) == len(table.head) == 3 for row in table.rows)
    assert "ยังไม่ได้บันทึกการตรวจดู" in told(document)


def test_it_tells_of_the_newest_look_with_its_day(publisher: Office) -> None:
    look(publisher)
    document = shown(publisher).document
    assert "https://www.sample.go.th/ มีลิงก์มายังช่องทางนี้" in told(document)
    assert document.looked_on == today_in_bangkok(publisher.clock.now)
    assert document.look_id == "", "a look without a picture shows none"
    publisher.clock.now += timedelta(minutes=5)
    made = look(publisher, picture())
    assert shown(publisher).document.look_id == made


def test_a_year_without_numbering_has_no_page(office: Office) -> None:
    for year in (2500, this_year(office) + 1):
        with pytest.raises(NotFound):
            shown(office, year)


def test_a_published_page_stays_as_it_was(publisher: Office) -> None:
    version = put_out(publisher)
    assert (version.kind, version.version, version.is_signed) == (CHANNEL, 1, True)
    look(publisher)
    found = shown(publisher)
    assert found.version.id == version.id and found.document.looked_on is None
    put_out(publisher, "ตรวจดูเว็บไซต์หลักแล้ว")
    assert shown(publisher).document.looked_on is not None
    older = shown(publisher, this_year(publisher), 1)
    assert older.is_older and older.document.looked_on is None
    assert not shown(publisher).is_older
    with pytest.raises(NotFound):
        shown(publisher, this_year(publisher), 9)


def test_the_same_page_is_not_published_twice(publisher: Office) -> None:
    put_out(publisher)
    publisher.clock.now += timedelta(days=3)
    with pytest.raises(InvalidInput) as caught:
        put_out(publisher, "อีกครั้ง")
    assert caught.value.fields == {"record": "nothing_changed"}


def test_the_desk_knows_whether_there_is_anything_new_to_publish(publisher: Office) -> None:
    def desk():
        with publisher.desk("publisher1") as work:
            return channel_desk(work, DOOR), look_is_published(work)

    view, tells = desk()
    assert view.newest is None and view.has_changed and tells
    put_out(publisher)
    view, tells = desk()
    assert view.newest.version == 1 and not view.has_changed and tells
    look(publisher, picture())
    view, tells = desk()
    assert view.has_changed and not tells
    put_out(publisher, "ตรวจดูแล้ว")
    assert desk()[1]


@pytest.mark.parametrize(
    ("note", "problem"),
    [("", "required"), ("x" * 1001, "too_long"), ("โทร 081 234 5678", "personal_mark")],
)
def test_a_note_that_will_not_do_is_refused(publisher: Office, note: str, problem: str) -> None:
    put_out(publisher)
    look(publisher)
    with pytest.raises(InvalidInput) as caught:
        put_out(publisher, note)
    assert caught.value.fields == {"note": problem}
    with publisher.public() as work:
        assert len(versions(work, CHANNEL)) == 1


def test_only_who_publishes_publishes(office: Office) -> None:
    for login in ("intake1", "clerk"):
        with office.desk(login) as work:
            with pytest.raises(NotAllowed):
                publish_channel(work, DOOR, "")
            with pytest.raises(NotAllowed):
                channel_desk(work, DOOR)
