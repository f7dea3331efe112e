"""Several cases given at once: what is said before happens, each case whole or not at all."""

import pytest
from sqlalchemy import func, select, update

from models.complaint import Complaint
from models.history import AccessLog, CaseEvent
from models.key_share import KeyShare
from models.officer import Officer
from models.outbox import OutboxRow
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.assign_many import CASES_MOST, assign_many, assignees, plan_assignment
from service.change_readers import take_access
from service.errors import InvalidInput, NotAllowed, NotFound
from service.exclude_persons import Persons, exclude
from tests.office import Office
from tests.service.test_list_cases import fill


@pytest.fixture
def legal(office: Office) -> str:
    """The id of an officer who reads no case of his own accord and who has an address."""
    officer_id = office.officers["legal1"].officer_id
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(
            update(Officer).where(Officer.id == officer_id).values(email="legal@sample.go.th")
        )
    return officer_id.hex()


def filed(office: Office, count: int, channel: Channel = Channel.CORRUPTION) -> list[str]:
    return [one.hex() for one in fill(office, channel, count)]


def seen_by(office: Office, login: str, ids: list[str]) -> dict[str, int]:
    return {case_id: office.open(login, case_id).event_count for case_id in ids}


def give(office: Office, login: str, seen: dict[str, int], officer_id: str) -> int:
    with office.desk(login) as work:
        return assign_many(work, seen, officer_id)


def plan(office: Office, login: str, ids: list[str], officer_id: str = ""):
    with office.desk(login) as work:
        return plan_assignment(work, ids, officer_id)


def whys(office: Office, login: str, ids: list[str], officer_id: str = "") -> dict[str, str]:
    return {one.line.id: one.why for one in plan(office, login, ids, officer_id).cases}


def counted(office: Office, *conditions: object, model: type = OutboxRow) -> int:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        found = select(func.count()).select_from(model).where(*conditions)
        return work.session.scalars(found).one()


def test_ticked_cases_become_the_officers_who_opens_them_and_is_told_once(
    office: Office, legal: str
) -> None:
    ids = filed(office, 3)
    before = plan(office, "intake1", ids, legal)
    assert [one.line.id for one in before.will] == ids[::-1]
    assert all(one.lets_in for one in before.cases)
    assert before.officer and before.officer.name == "นายธรรมรงค์ กฎหมาย"
    assert give(office, "intake1", seen_by(office, "intake1", ids), legal) == 3
    for case_id in ids:
        case = office.open("legal1", case_id)
        assert case.case_officer == "นายธรรมรงค์ กฎหมาย"
        assert [(line.title.th, line.by) for line in case.history[:2]] == [
            ("มอบหมายผู้รับผิดชอบ", "นางสาวมาลี ใจงาม"),
            ("ให้สิทธิเปิดเรื่องเพิ่ม", "นางสาวมาลี ใจงาม"),
        ]
    assert counted(office) == 1
    assert whys(office, "intake1", ids, legal) == dict.fromkeys(ids, "already")


def test_the_plan_says_of_each_case_why_it_stays_as_it_is(office: Office, legal: str) -> None:
    plain, ended, his, excluded, removed = ids = filed(office, 5)
    office.move(
        "intake1", ended, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="นอกอำนาจ",
        notice_text="ส่งต่อแล้ว",
    )  # fmt: skip
    office.move("intake1", his, Move.ASSIGN, officer=legal)
    with office.desk("intake1") as work:
        exclude(work, excluded, Persons((legal,), ""), office.open("intake1", excluded).event_count)
    office.move("intake1", removed, Move.ASSIGN, officer=legal)
    with office.desk("intake1") as work:
        take_access(work, removed, legal, office.open("intake1", removed).event_count)
    expected = {
        plain: "", ended: "wrong_state", his: "already", excluded: "kept_out", removed: "kept_out",
    }  # fmt: skip
    assert whys(office, "intake1", ids, legal) == expected
    heads = seen_by(office, "intake1", ids)
    assert give(office, "intake1", heads, legal) == 1
    after = seen_by(office, "intake1", ids)
    assert {one for one in ids if after[one] != heads[one]} == {plain}
    for case_id in (ended, excluded, removed):
        with pytest.raises(NotFound):
            office.open("legal1", case_id)


def test_while_nobody_is_chosen_only_the_case_itself_is_judged(office: Office) -> None:
    first, ended = ids = filed(office, 2)
    office.move(
        "intake1", ended, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="นอกอำนาจ",
        notice_text="ส่งต่อแล้ว",
    )  # fmt: skip
    assert whys(office, "intake1", ids) == {first: "", ended: "wrong_state"}
    assert plan(office, "intake1", ids).officer is None


def test_a_case_that_changed_meanwhile_stays_and_the_others_are_given(
    office: Office, legal: str
) -> None:
    stale, *others = ids = filed(office, 3)
    seen = seen_by(office, "intake1", ids)
    office.move("intake2", stale, Move.NOTE, note="กำลังทำอยู่")
    assert give(office, "intake1", seen, legal) == 2
    assert office.open("intake1", stale).case_officer == ""
    assert whys(office, "intake1", ids, legal) == {stale: ""} | dict.fromkeys(others, "already")
    # Sent once more, the page does nothing: what it gave has changed since.
    assert give(office, "intake1", seen, legal) == 0
    assert counted(office) == 1


def test_each_occasion_is_told_and_what_one_gives_oneself_is_not(
    office: Office, legal: str
) -> None:
    ids = filed(office, 2)
    own = office.officers["intake1"].officer_id
    with office.work(AgencyClerk(office.agency_id)) as work:
        work.session.execute(update(Officer).where(Officer.id == own).values(email="own@x.go.th"))
    assert give(office, "intake1", seen_by(office, "intake1", ids), own.hex()) == 2
    assert counted(office) == 0
    assert give(office, "intake1", seen_by(office, "intake1", ids), legal) == 2
    assert give(office, "intake1", seen_by(office, "intake1", ids), own.hex()) == 2
    assert give(office, "intake1", seen_by(office, "intake1", ids), legal) == 2
    assert counted(office) == 2


def test_a_case_that_one_cannot_open_is_as_if_it_were_not_there(office: Office, legal: str) -> None:
    (hidden,) = fill(office, Channel.CORRUPTION, 1, excluded="intake1")
    (seen,) = filed(office, 1)
    ids = [seen, hidden.hex(), "0" * 32]
    found = plan(office, "intake1", ids, legal)
    assert [one.line.id for one in found.cases] == [seen]
    assert found.unopened == 2
    assert give(office, "intake1", dict.fromkeys(ids, 2), legal) == 1
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.session.get_one(Complaint, hidden).case_officer_id is None
        shares = select(func.count(KeyShare.id)).where(
            KeyShare.case_id == hidden, KeyShare.holder_id == bytes.fromhex(legal)
        )
        assert work.session.scalars(shares).one() == 0
    with office.desk("intake1") as work, pytest.raises(NotFound):
        plan_assignment(work, ["none"], legal)


def test_nobody_gives_cases_without_the_permission_or_to_who_handles_none(
    office: Office, legal: str
) -> None:
    ids = filed(office, 1)
    seen = seen_by(office, "intake1", ids)
    office.move("intake1", ids[0], Move.ASSIGN, officer=legal)
    for act in (
        lambda work: plan_assignment(work, ids, legal),
        lambda work: assign_many(work, seen, legal),
        assignees,
    ):
        with office.desk("legal1") as work, pytest.raises(NotAllowed):
            act(work)
    for officer_id, code in (
        (office.officers["clerk"].officer_id.hex(), "unknown_choice"),
        ("0" * 32, "unknown_choice"),
        ("nobody", "unknown_choice"),
        ("", "choose_one"),
    ):
        with pytest.raises(InvalidInput) as refused:
            give(office, "intake1", seen, officer_id)
        assert refused.value.fields == {"to": code}
    with office.desk("intake1") as work, pytest.raises(InvalidInput) as refused:
        plan_assignment(work, [f"{number:032x}" for number in range(CASES_MOST + 1)], legal)
    assert refused.value.fields == {"cases": "too_many_cases"}


def test_those_who_may_be_given_cases_are_those_who_handle_them(office: Office) -> None:
    with office.desk("intake1") as work:
        names = [one.name for one in assignees(work)]
    assert names == sorted(
        ["นางสมศรี บริการดี", "นางสาวมาลี ใจงาม", "นายธรรมรงค์ กฎหมาย", "นายวิชัย ตั้งตรง"]
    )


def test_who_opens_a_case_of_the_other_channel_cannot_give_it(office: Office, legal: str) -> None:
    office.hire("both1", "นางสองทาง ช่วยงาน", Role.GRIEVANCE, Role.LEGAL)
    both = office.officers["both1"].officer_id.hex()
    ids = filed(office, 1)
    office.move("intake1", ids[0], Move.ASSIGN, officer=both)
    assert whys(office, "both1", ids, legal) == {ids[0]: "not_allowed"}
    assert give(office, "both1", seen_by(office, "both1", ids), legal) == 0


def test_looking_at_the_plan_leaves_one_line_and_giving_one_for_each_case(
    office: Office, legal: str
) -> None:
    ids = filed(office, 3)
    seen = seen_by(office, "intake1", ids)
    events = counted(office, model=CaseEvent)
    plan(office, "intake1", ids, legal)
    assert counted(office, model=CaseEvent) == events
    assert counted(office, AccessLog.what == "list", AccessLog.count == 3, model=AccessLog) == 1
    give(office, "intake1", seen, legal)
    assert counted(office, AccessLog.what == "move", model=AccessLog) == 3
    given = CaseEvent.kind == int(EventKind.ASSIGNED)
    assert counted(office, given, model=CaseEvent) == 3
