"""What is told to whom: once, to those who can be reached, and never by a reporter."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from models.outbox import OutboxRow
from rules.permissions import Role
from rules.states import Move
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.change_readers import give_access, hand_over
from service.follow_complaint import write_to_office
from service.notify import tell
from service.release_ask import ask_identity
from service.two_person_requests import Kind
from service.two_persons import ask
from tests.mail import give_addresses, outbox
from tests.office import Office
from tests.reporter_pages import PDF

ABOUT = b"some occasion"


def clerk(office: Office):
    return office.work(AgencyClerk(office.agency_id))


def ids_of(office: Office, *logins: str) -> list[bytes]:
    return [office.officers[login].officer_id for login in logins]


def told(office: Office) -> set[tuple[str, str]]:
    names = {actor.officer_id: login for login, actor in office.officers.items()}
    return {(names[row.officer_id], row.kind) for row in outbox(office)}


def test_a_message_waits_for_each_who_has_an_address(office):
    give_addresses(office, "intake1", "clerk")
    with clerk(office) as work:
        tell(work, ids_of(office, "intake1", "clerk", "legal1"), "reminder", ABOUT)
    assert told(office) == {("intake1", "reminder"), ("clerk", "reminder")}
    assert {row.send_after for row in outbox(office)} == {office.clock.now}


def test_the_same_thing_is_told_once_and_another_again(office):
    give_addresses(office, "intake1", "intake2")
    later = office.clock.now + timedelta(hours=1)
    for kind, about in (("reminder", ABOUT), ("reminder", ABOUT), ("overdue", ABOUT)):
        with clerk(office) as work:
            tell(work, ids_of(office, "intake1"), kind, about, later)
    with clerk(office) as work:
        tell(work, ids_of(office, "intake1", "intake2"), "reminder", ABOUT)
        tell(work, ids_of(office, "intake1"), "reminder", b"another")
    assert len(outbox(office)) == 4
    assert len({row.dedup_key for row in outbox(office)}) == 4


def test_somebody_who_has_left_is_told_nothing(office):
    give_addresses(office, "intake1")
    with clerk(office) as work:
        from models.officer import Officer

        work.one(Officer, login="intake1").standing = "left"
    with clerk(office) as work:
        tell(work, ids_of(office, "intake1"), "reminder", ABOUT)
    assert outbox(office) == []


def test_what_was_told_goes_when_the_case_does_not_change(office):
    """A message belongs to the transaction of what it tells of."""
    give_addresses(office, "intake1")

    def interrupted() -> None:
        with clerk(office) as work:
            tell(work, ids_of(office, "intake1"), "reminder", ABOUT)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        interrupted()
    assert outbox(office) == []


def test_two_who_tell_the_same_at_once_tell_it_once(office):
    everybody = give_addresses(office, *office.officers)
    at_once, failures = Barrier(4), []

    def tell_all(turn: int) -> None:
        try:
            for number in range(5):
                at_once.wait(20)
                with clerk(office) as work:
                    tell(work, everybody[turn:] + everybody[:turn], "overdue", bytes([number]))
        except Exception as problem:
            failures.append(problem)
            at_once.abort()

    threads = [Thread(target=tell_all, args=(turn,)) for turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(outbox(office)) == 5 * len(everybody)


def test_a_second_pepper_does_not_tell_it_again(office):
    from crypto import key_file
    from crypto.primitives import random_bytes

    give_addresses(office, "intake1")
    with clerk(office) as work:
        tell(work, ids_of(office, "intake1"), "reminder", ABOUT)
    keys = key_file.load(office.key_path)
    key_file.save(office.key_path, keys.with_pepper(random_bytes(32)))
    with clerk(office) as work:
        tell(work, ids_of(office, "intake1"), "reminder", ABOUT)
    assert len(outbox(office)) == 1


def test_the_database_alone_does_not_tell_which_case_a_message_is_about(office):
    from crypto.primitives import sha256

    give_addresses(office, "intake1")
    (officer_id,) = ids_of(office, "intake1")
    with clerk(office) as work:
        tell(work, [officer_id], "reminder", ABOUT)
    guesses = {
        sha256(b"outbox/v1", sha256(b"reminder"), officer_id, sha256(ABOUT)),
        sha256(b"outbox/v1", b"reminder", officer_id, ABOUT),
        sha256(b"reminder", officer_id, ABOUT),
    }
    assert guesses.isdisjoint(row.dedup_key for row in outbox(office))


# Who is told what


def test_nothing_that_a_reporter_does_writes_a_message(office, tmp_path):
    """Mail at that moment would tell an owner of the mail server that somebody has spoken."""
    from crypto.file_stream import SealedSpool

    give_addresses(office, *office.officers)
    receipt = office.file()
    token = office.confirm(receipt)
    assert outbox(office) == []
    office.move("intake1", office.case_id(receipt), Move.ASSIGN, officer=_hex(office, "intake1"))
    with office.reporter() as work:
        write_to_office(work, token, "มีข้อมูลเพิ่มเติม")
    spool = SealedSpool(tmp_path / "spool")
    spool.write(PDF)
    with office.reporter() as work:
        add_evidence(work, token, spool, "name.pdf")
    assert outbox(office) == []


def test_whoever_is_given_a_case_is_told_and_whoever_takes_one_is_not(office):
    give_addresses(office, *office.officers)
    case_id = office.case_id(office.file())
    office.move("intake1", case_id, Move.START_SCREENING)
    office.move("intake1", case_id, Move.ASSIGN, officer=_hex(office, "intake1"))
    assert told(office) == set()
    office.move("intake1", case_id, Move.ASSIGN, officer=_hex(office, "legal1"))
    assert told(office) == {("legal1", "assigned")}
    office.move("intake1", case_id, Move.ASSIGN, officer=_hex(office, "intake2"))
    office.move("intake1", case_id, Move.ASSIGN, officer=_hex(office, "legal1"))
    assert sorted(row.kind for row in outbox(office)) == ["assigned"] * 3, "given twice, told twice"


def test_whoever_is_let_in_or_handed_a_case_is_told(office):
    office.hire("legal2", "นางสาวแก้ว ยุติธรรม", Role.LEGAL, Role.CASE_OFFICER)
    case_id = office.case_id(office.file())
    give_addresses(office, "legal1", "legal2")
    with office.desk("intake1") as work:
        give_access(work, case_id, _hex(office, "legal1"), _count(office, case_id))
    assert told(office) == {("legal1", "assigned")}
    office.move("intake1", case_id, Move.ASSIGN, officer=_hex(office, "intake1"))
    with office.desk("intake1") as work:
        hand_over(work, case_id, _hex(office, "legal2"), _count_for(office, "legal1", case_id))
    assert told(office) == {("legal1", "assigned"), ("legal2", "assigned")}


def test_custodians_who_may_answer_are_told_of_a_request_and_nobody_else(office):
    office.hire("inside2", "นางสาวลำดวน รักษา", Role.CUSTODIAN_INSIDE)
    give_addresses(office, *office.officers)
    holder = office.officers["inside1"].officer_id
    case_id = office.case_id(office.file(exclude=[_holder_of(office, holder)]))
    with office.desk("intake1") as work:
        ask_identity(work, case_id, {"reason": "จำเป็น", "ground": "questioning", "tell": "now"})
    assert told(office) == {("inside2", "request"), ("outside1", "request")}


def test_only_a_possible_second_person_is_told_of_an_export(office):
    give_addresses(office, *office.officers)
    case_id = office.case_id(
        office.file(exclude=[_holder_of(office, office.officers["intake2"].officer_id)])
    )
    office.move("intake1", case_id, Move.START_SCREENING)
    with office.desk("intake1") as work:
        give_access(work, case_id, _hex(office, "clerk"), _count(office, case_id))
    with office.desk("intake1") as work:
        ask(work, Kind.EXPORT, [case_id], "ส่งต่อ ป.ป.ช.")
    requests = {one for one in told(office) if one[1] == "request"}
    assert requests == {("clerk", "request")}


def _hex(office: Office, login: str) -> str:
    return office.officers[login].officer_id.hex()


def _count(office: Office, case_id: str) -> int:
    return _count_for(office, "intake1", case_id)


def _count_for(office: Office, login: str, case_id: str) -> int:
    return office.open(login, case_id).event_count


def _holder_of(office: Office, officer_id: bytes) -> str:
    from models.agency import OfficeHolderRow

    with clerk(office) as work:
        return (
            work.session.scalars(
                select(OfficeHolderRow.id).where(OfficeHolderRow.officer_id == officer_id)
            )
            .one()
            .hex()
        )


def test_rows_stay_with_their_agency(office):
    give_addresses(office, "intake1")
    with clerk(office) as work:
        tell(work, ids_of(office, "intake1"), "reminder", ABOUT)
        tell(work, [b"\0" * 16], "reminder", ABOUT)
        rows = work.rows(select(OutboxRow))
    assert [row.agency_id for row in rows] == [office.agency_id]
