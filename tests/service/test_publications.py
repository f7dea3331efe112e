"""Published versions: frozen, signed, hung on one another; whatever was changed is named."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from crypto import key_file
from crypto.primitives import random_bytes
from models.disclosure import Publication
from rules.permissions import Role
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput, NotAllowed, NotFound, Unreadable
from service.look_for_tampering import look_for_tampering
from service.publications import (
    newest,
    one_version,
    publish,
    published_years,
    renew_macs,
    versions,
)
from tests.office import Office, make_office

RECORD = {"rows": [{"received": 3}], "title": {"th": "สถิติ", "en": "Statistics"}}


@pytest.fixture
def publisher(office: Office) -> Office:
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    return office


def put_out(office: Office, number: int = 3, note: str = "", year: int = 2569, login="publisher1"):
    record = RECORD | {"rows": [{"received": number}]}
    with office.desk(login) as work:
        return publish(work, "statistics", year, "whole", record, note)


def findings(office: Office) -> list[tuple[str, str]]:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return [
            (one.kind, one.where)
            for one in look_for_tampering(work)
            if one.kind.startswith("publication")
        ]


def alter(office: Office, number: int, **values: object) -> None:
    """What somebody with the database does behind the program's back."""
    with office.work(AllAgencies("tamper")) as work:
        work.session.execute(
            update(Publication).where(Publication.number == number).values(**values)
        )


def test_what_was_published_comes_back_with_who_and_when(publisher: Office) -> None:
    made = put_out(publisher)
    with publisher.public() as work:
        found = newest(work, "statistics", 2569)
    assert found.record == RECORD and found.version == made
    assert (made.version, made.number, made.is_signed) == (1, 1, True)
    assert made.publisher_name == "นางสาวจันทร์ เผยแพร่"
    assert made.published_on == publisher.clock.now.date()
    assert findings(publisher) == []


def test_a_correction_stands_beside_what_it_corrects_and_says_what_it_is(publisher: Office) -> None:
    put_out(publisher)
    with pytest.raises(InvalidInput) as refused:
        put_out(publisher, 4, "  ")
    assert refused.value.fields == {"note": "required"}
    publisher.clock.now += timedelta(days=1)
    put_out(publisher, 4, "แก้จำนวนเรื่อง")
    with publisher.public() as work:
        assert newest(work, "statistics", 2569).record["rows"] == [{"received": 4}]
        assert one_version(work, "statistics", 2569, "whole", 1).record == RECORD
        assert [one.version for one in versions(work, "statistics", 2569)] == [2, 1]
        with pytest.raises(NotFound):
            one_version(work, "statistics", 2569, "whole", 3)
    assert findings(publisher) == []


@pytest.mark.parametrize(
    ("note", "problem"),
    [("ก" * 1001, "too_long"), ("a\x00b", "no_nul"), ("โทร 081-234-5678", "personal_mark")],
)
def test_a_note_that_cannot_be_published_is_refused(publisher: Office, note, problem) -> None:
    put_out(publisher)
    with pytest.raises(InvalidInput) as refused:
        put_out(publisher, 4, note)
    assert refused.value.fields == {"note": problem}


def test_the_same_once_more_is_not_published(publisher: Office) -> None:
    put_out(publisher)
    with pytest.raises(InvalidInput) as refused:
        put_out(publisher, note="อีกครั้ง")
    assert refused.value.fields == {"record": "nothing_changed"}


def test_only_a_publisher_publishes(publisher: Office) -> None:
    for login in ("intake1", "clerk", "admin1"):
        with pytest.raises(NotAllowed):
            put_out(publisher, login=login)
    with publisher.public() as work, pytest.raises(NotAllowed):
        publish(work, "statistics", 2569, "whole", RECORD)


@pytest.mark.parametrize(
    "values",
    [
        {"content": b'{"rows":[{"received":1}],"v":1}'},
        {"publisher_name": "นายอื่น"},
        {"fiscal_year_be": 2568},
        {"note": "อื่น"},
        {"version": 7},
        {"digest": bytes(32)},
        {"mac": bytes(32)},
    ],
)
def test_a_number_changed_afterwards_is_not_shown_and_the_doctor_names_it(
    publisher: Office, values: dict[str, object]
) -> None:
    put_out(publisher)
    alter(publisher, 1, **values)
    with publisher.public() as work, pytest.raises(Unreadable):
        newest(work, "statistics")
    assert [kind for kind, _where in findings(publisher)] == ["publication_changed"]


@pytest.mark.parametrize("signature", [None, bytes(64)])
def test_a_signature_taken_away_or_made_up_is_named(publisher: Office, signature) -> None:
    put_out(publisher)
    alter(publisher, 1, signature=signature)
    assert [kind for kind, _where in findings(publisher)] == ["publication_not_signed"]


def test_one_who_holds_the_key_file_too_cannot_sign_for_the_publisher(publisher: Office) -> None:
    """Digest and MAC are made anew over another number; the signature is the old one."""
    from service import publications

    put_out(publisher)
    with publisher.work(AgencyClerk(publisher.agency_id)) as work:
        row = work.rows(select(Publication))[0]
        row.content = row.content.replace(b'"received":3', b'"received":1')
        row.digest = publications._digest(row)
        row.mac = publications.mac_of(work.keys.pepper, row.digest)
    assert [kind for kind, _where in findings(publisher)] == ["publication_not_signed"]


def test_a_version_taken_out_of_the_middle_is_missed(publisher: Office) -> None:
    for year in (2567, 2568, 2569):
        put_out(publisher, year=year)
    with publisher.work(AllAgencies("tamper")) as work:
        work.session.execute(delete(Publication).where(Publication.number == 2))
    ((kind, where),) = findings(publisher)
    assert kind == "publication_missing" and "2569" in where


def test_years_are_told_the_newest_first(publisher: Office) -> None:
    for year in (2567, 2569, 2568):
        put_out(publisher, year=year)
    with publisher.public() as work:
        assert published_years(work, "statistics") == (2569, 2568, 2567)
        assert published_years(work, "guideline") == ()
        assert newest(work, "statistics").version.fiscal_year_be == 2568


def test_versions_outlive_the_pepper_that_they_were_made_under(publisher: Office) -> None:
    put_out(publisher)
    newer = key_file.load(publisher.key_path).with_pepper(random_bytes(32))
    key_file.save(publisher.key_path, newer)
    assert findings(publisher) == []
    with publisher.work(AgencyClerk(publisher.agency_id)) as work:
        assert renew_macs(work) == 1
    key_file.save(publisher.key_path, newer.without_oldest())
    with publisher.public() as work:
        assert newest(work, "statistics").record == RECORD


def test_a_version_that_was_changed_gets_no_new_mark(publisher: Office) -> None:
    put_out(publisher)
    alter(publisher, 1, note="อื่น")
    with publisher.work(AgencyClerk(publisher.agency_id)) as work:
        assert renew_macs(work) == 0


def test_another_agency_sees_none_of_them(publisher: Office) -> None:
    neighbour = make_office(
        publisher.engine, publisher.key_path, slug="neighbour", clock=publisher.clock
    )
    put_out(publisher)
    with neighbour.public() as work:
        assert newest(work, "statistics") is None and versions(work) == ()
