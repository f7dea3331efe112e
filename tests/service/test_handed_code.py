"""A printed code works once: before anything is shown its holder takes another in its place."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from crypto.case_chain import Event, event_hash, leaf, sign_event
from crypto.handed_code import (
    CodeBefore,
    Replacement,
    handed_hash,
    seal_before,
    sign_replacement,
    verifier_of,
)
from crypto.primitives import random_bytes
from crypto.sealed_keys import generate_pair
from crypto.tracking_code import (
    derive_root,
    in_groups,
    make_code,
    normalise,
    private_branch,
    public_branch,
)
from models.casework import HandedCode
from models.complaint import Complaint
from models.history import CaseEvent
from rules.states import EventKind, Move
from service.actors import AgencyClerk, AllAgencies
from service.case_filing import ReporterSide
from service.errors import (
    CodeToReplace,
    FormExpired,
    InvalidInput,
    NotFound,
    NotSignedIn,
    Unreadable,
)
from service.follow_complaint import enter_code, follow, followed_case, write_to_office
from service.follow_sessions import start_follow_session
from service.handed_codes import new_code_of, take_new_code
from service.handle_case import move_case
from service.look_for_tampering import look_for_tampering
from service.open_case import open_case
from service.reporter_key import place_of
from tests.office import CHEAP, Office
from tests.service.test_pepper import held, retire, rotate
from tests.service.test_register_offline import TELEPHONE, kinds_of, take_in


def ticket_for(office: Office, code: str) -> str:
    """The page's ticket that a printed code gets at its use."""
    with office.reporter() as work, pytest.raises(CodeToReplace) as asked:
        enter_code(work, code)
    return asked.value.ticket


def new_code(office: Office, ticket: str) -> str:
    with office.reporter() as work:
        return new_code_of(work, ticket)


def take(office: Office, ticket: str) -> str:
    """The follow session's token after the new code was typed back."""
    with office.reporter() as work:
        return take_new_code(work, ticket, normalise(new_code_of(work, ticket))[-4:])


def enter(office: Office, code: str) -> str:
    with office.reporter() as work:
        return enter_code(work, code)


def page(office: Office, token: str):
    with office.reporter() as work:
        return follow(work, token)


def findings(office: Office) -> set[str]:
    with office.work(AgencyClerk(office.agency_id)) as work:
        return {found.kind for found in look_for_tampering(work)}


def case_of(office: Office, case_id: str) -> Complaint:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.get_one(Complaint, bytes.fromhex(case_id))


def test_a_printed_code_shows_nothing_before_it_was_replaced(office: Office) -> None:
    made = take_in(office)
    before = case_of(office, made.case_id)
    with office.reporter() as work, pytest.raises(CodeToReplace):
        enter_code(work, made.code)
    root = derive_root(normalise(made.code), office.agency_id, CHEAP)
    with office.reporter() as work:
        token = start_follow_session(work, private_branch(root, work.keys.pepper))
    for look in (follow, followed_case):
        with office.reporter() as work, pytest.raises(NotSignedIn):
            look(work, token)
    assert case_of(office, made.case_id).event_count == before.event_count


def test_from_the_typing_back_only_the_new_code_works(office: Office) -> None:
    made = take_in(office)
    ticket = ticket_for(office, made.code)
    fresh = new_code(office, ticket)
    assert fresh != made.code
    seen = page(office, take(office, ticket))
    assert seen.receipt_no == made.receipt_no
    assert page(office, enter(office, fresh)).receipt_no == made.receipt_no
    with office.reporter() as work, pytest.raises(NotFound):
        enter_code(work, made.code)
    assert kinds_of(office, made.case_id)[-1] is EventKind.CODE_REPLACED
    assert findings(office) == set()


def test_the_old_code_looks_like_an_unknown_one(office: Office) -> None:
    made = take_in(office)
    take(office, ticket_for(office, made.code))
    refused = []
    for code in (made.code, make_code()):
        with office.reporter() as work, pytest.raises(NotFound) as caught:
            enter_code(work, code)
        refused.append((caught.value.code, caught.value.args))
    assert refused[0] == refused[1]


def test_until_the_typing_back_the_printed_code_works_again(office: Office) -> None:
    """The line broke: another new code is shown, and the first counts for nothing."""
    made = take_in(office)
    lost = ticket_for(office, made.code)
    again = ticket_for(office, made.code)
    assert new_code(office, lost) != new_code(office, again)
    take(office, again)
    with office.reporter() as work, pytest.raises(NotFound):
        enter_code(work, new_code(office, lost))
    with office.reporter() as work, pytest.raises(NotFound):
        take_new_code(work, lost, normalise(new_code(office, lost))[-4:])


def test_a_typing_back_whose_answer_was_lost_may_be_sent_again(office: Office) -> None:
    made = take_in(office)
    ticket = ticket_for(office, made.code)
    take(office, ticket)
    count = case_of(office, made.case_id).event_count
    assert page(office, take(office, ticket)).receipt_no == made.receipt_no
    assert case_of(office, made.case_id).event_count == count


def test_wrong_last_digits_change_nothing(office: Office) -> None:
    made = take_in(office)
    ticket = ticket_for(office, made.code)
    right = normalise(new_code(office, ticket))[-4:]
    wrong = f"{(int(right) + 1) % 10000:04d}"
    with office.reporter() as work, pytest.raises(InvalidInput) as refused:
        take_new_code(work, ticket, wrong)
    assert refused.value.fields == {"last_group": "code_check_digit"}
    assert new_code(office, ticket)
    with office.reporter() as work, pytest.raises(CodeToReplace):
        enter_code(work, made.code)


def test_the_page_of_the_day_before_yesterday_is_too_old(office: Office) -> None:
    made = take_in(office)
    ticket = ticket_for(office, made.code)
    office.clock.now += timedelta(days=2)
    for late in (ticket, "00", "not hex"):
        with office.reporter() as work, pytest.raises(FormExpired):
            new_code_of(work, late)


def test_words_from_before_and_after_are_read_by_both_sides(office: Office) -> None:
    made = take_in(office)
    office.move("intake1", made.case_id, Move.ASK, notice_text="ก่อนเปลี่ยนรหัส")
    token = take(office, ticket_for(office, made.code))
    office.move("intake1", made.case_id, Move.MESSAGE, notice_text="หลังเปลี่ยนรหัส")
    texts = [line.text for line in page(office, token).notices]
    assert texts == ["ก่อนเปลี่ยนรหัส", "หลังเปลี่ยนรหัส"]
    with office.reporter() as work:
        write_to_office(work, token, "ตอบด้วยรหัสใหม่")
    said = [line.text for line in office.open("intake2", made.case_id).conversation]
    assert said == [*texts, "ตอบด้วยรหัสใหม่"]
    assert findings(office) == set()


def test_the_new_code_still_restates_the_first_leaf(office: Office) -> None:
    made = take_in(office)
    token = take(office, ticket_for(office, made.code))
    printed = public_branch(derive_root(normalise(made.code), office.agency_id, CHEAP))
    with office.reporter() as work:
        before = followed_case(work, token).before
        first = work.rows(select(CaseEvent).order_by(CaseEvent.seq))[0]
        stored = leaf(work.today, first.salt, first.packed)
        assert before is not None
        assert before.public == printed
        assert leaf(work.today, before.public.leaf_salt, first.packed) == stored


def test_a_reporters_own_code_is_never_asked_to_be_replaced(office: Office) -> None:
    receipt = office.file()
    office.confirm(receipt)
    assert page(office, enter(office, receipt.code)).receipt_no == receipt.receipt_no
    with office.reporter() as work:
        assert followed_case(work, enter_code(work, receipt.code)).before is None


def test_a_replaced_code_no_longer_holds_an_old_pepper(office: Office) -> None:
    made = take_in(office)
    ticket = ticket_for(office, made.code)
    rotate(office)
    assert new_code(office, ticket), "a page from before the rotation goes on"
    assert held(office).cases == 1
    office.clock.now += timedelta(days=1)
    again = ticket_for(office, made.code)
    fresh = new_code(office, again)
    take(office, again)
    assert held(office).cases == 0
    retire(office)
    assert page(office, enter(office, fresh)).receipt_no == made.receipt_no
    assert findings(office) == set()


# What somebody with SQL tries


@dataclass(frozen=True)
class Scene:
    """A case with a printed code, its code, and one of the office's own reporters."""

    office: Office
    case_id: str
    code: str

    @property
    def id(self) -> bytes:
        return bytes.fromhex(self.case_id)

    def run(self, *statements) -> None:
        with self.office.work(AllAgencies("do as an operator with SQL does")) as work:
            for statement in statements:
                work.session.execute(statement)

    def side(self) -> ReporterSide:
        root = derive_root(normalise(self.code), self.office.agency_id, CHEAP)
        with self.office.reporter() as work:
            return ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))


@pytest.fixture
def scene(office: Office) -> Scene:
    made = take_in(office)
    office.move("intake1", made.case_id, Move.ASK, notice_text="ขอข้อมูลเพิ่ม")
    return Scene(office, made.case_id, made.code)


def _ghost(scene: Scene):
    """Another code of the operator's own, in this case."""
    code = make_code()
    root = derive_root(code, scene.office.agency_id, CHEAP)
    with scene.office.reporter() as work:
        return private_branch(root, work.keys.pepper)


def _chained(scene: Scene, kind: EventKind, body_hash: bytes):
    """The statements that append an event which nobody signed."""
    case = case_of(scene.office, scene.case_id)
    packed = Event(
        case.handle, case.event_count, case.event_head, int(kind),
        scene.office.clock.now.date(), 0, body_hash,
    ).pack()  # fmt: skip
    return (
        insert(CaseEvent).values(
            agency_id=case.agency_id, case_id=case.id, seq=case.event_count, kind=int(kind),
            day=scene.office.clock.now.date(), packed=packed, salt=random_bytes(32),
        ),
        update(Complaint)
        .where(Complaint.id == case.id)
        .values(event_count=case.event_count + 1, event_head=event_hash(packed)),
    )  # fmt: skip


def _of_the_case(scene: Scene):
    return update(HandedCode).where(HandedCode.case_id == scene.id)


def swap_the_reporters_key(scene: Scene) -> None:
    public = generate_pair().public
    scene.run(update(Complaint).where(Complaint.id == scene.id).values(reporter_public=public))


def replace_with_a_signature_of_his_own(scene: Scene) -> None:
    """Everything as it should be, but signed by the operator's code and not by the printed one."""
    ghost, side = _ghost(scene), scene.side()
    case = case_of(scene.office, scene.case_id)
    before = seal_before(CodeBefore.of(side.public, ghost), ghost, place_of(case))
    made = Replacement(place_of(case), case.reporter_public, ghost.pair.public, before)
    scene.run(
        _of_the_case(scene).values(
            sealed_before=before,
            replaced_on=scene.office.clock.now.date(),
            signature=sign_replacement(made, ghost.mac_key),
        ),
        update(Complaint)
        .where(Complaint.id == scene.id)
        .values(reporter_public=ghost.pair.public, lookup_index=ghost.index),
        *_chained(scene, EventKind.CODE_REPLACED, made.event_hash()),
    )


def replace_with_a_verifier_of_his_own(scene: Scene) -> None:
    replace_with_a_signature_of_his_own(scene)
    scene.run(_of_the_case(scene).values(verifier=verifier_of(_ghost(scene).mac_key)))


def hand_it_over_in_nobodys_name(scene: Scene) -> None:
    """The operator's verifier with an event of his own, which no officer has signed."""
    ghost = _ghost(scene)
    verifier = verifier_of(ghost.mac_key)
    scene.run(
        _of_the_case(scene).values(verifier=verifier),
        *_chained(
            scene,
            EventKind.CODE_HANDED,
            handed_hash(place_of(case_of(scene.office, scene.case_id)), verifier),
        ),
    )


def forget_that_it_was_printed(scene: Scene) -> None:
    scene.run(delete(HandedCode).where(HandedCode.case_id == scene.id))


def say_that_it_was_replaced(scene: Scene) -> None:
    scene.run(_of_the_case(scene).values(replaced_on=scene.office.clock.now.date()))


def replay_the_replacement_of_another_case(scene: Scene) -> None:
    other = take_in(scene.office, TELEPHONE | {"narrative": "อีกเรื่องหนึ่ง"})
    take(scene.office, ticket_for(scene.office, other.code))
    there = case_of(scene.office, other.case_id)
    with scene.office.work(AllAgencies("read as an operator does"), writes=False) as work:
        row = work.session.get_one(HandedCode, there.id)
        event = work.rows(
            select(CaseEvent).where(
                CaseEvent.case_id == there.id, CaseEvent.kind == int(EventKind.CODE_REPLACED)
            )
        )[0]
    scene.run(
        _of_the_case(scene).values(
            verifier=row.verifier,
            sealed_before=row.sealed_before,
            signature=row.signature,
            replaced_on=row.replaced_on,
        ),
        update(Complaint)
        .where(Complaint.id == scene.id)
        .values(reporter_public=there.reporter_public),
        *_chained(scene, EventKind.CODE_REPLACED, Event.unpack(event.packed).body_hash),
    )


TRICKS: tuple[Callable[[Scene], None], ...] = (
    swap_the_reporters_key,
    replace_with_a_signature_of_his_own,
    replace_with_a_verifier_of_his_own,
    hand_it_over_in_nobodys_name,
    forget_that_it_was_printed,
    say_that_it_was_replaced,
    replay_the_replacement_of_another_case,
)


@pytest.mark.parametrize("trick", TRICKS, ids=lambda one: one.__name__)
def test_what_was_planted_is_refused_and_named(scene: Scene, trick) -> None:
    trick(scene)
    assert "keys_changed" in findings(scene.office)
    with scene.office.desk("intake2") as work, pytest.raises(Unreadable):
        open_case(work, scene.case_id)


@pytest.mark.parametrize(
    "trick",
    [
        swap_the_reporters_key,
        replace_with_a_signature_of_his_own,
        replace_with_a_verifier_of_his_own,
        replay_the_replacement_of_another_case,
    ],
    ids=lambda one: one.__name__,
)
def test_an_officer_writes_nothing_to_a_key_that_was_swapped_in(scene: Scene, trick) -> None:
    trick(scene)
    count = case_of(scene.office, scene.case_id).event_count
    with scene.office.desk("intake2") as work, pytest.raises(Unreadable):
        move_case(work, scene.case_id, Move.MESSAGE, {"notice_text": "ลับ"}, count)


def test_a_printed_code_planted_on_a_reporters_own_case_is_refused_and_named(
    office: Office,
) -> None:
    receipt = office.file()
    case_id = office.case_id(receipt)
    planted = Scene(office, case_id, receipt.code)
    verifier = verifier_of(_ghost(planted).mac_key)
    planted.run(
        insert(HandedCode).values(
            case_id=planted.id,
            agency_id=office.agency_id,
            verifier=verifier,
            handed_on=office.clock.now.date(),
        )
    )
    assert findings(office) == {"keys_changed"}
    with office.reporter() as work, pytest.raises(Unreadable):
        enter_code(work, receipt.code)


def test_a_replacement_undone_by_sql_is_refused_and_named(scene: Scene) -> None:
    was = case_of(scene.office, scene.case_id)
    old = {"lookup_index": was.lookup_index, "reporter_public": was.reporter_public}
    ticket = ticket_for(scene.office, scene.code)
    take(scene.office, ticket)
    scene.run(
        update(Complaint).where(Complaint.id == scene.id).values(**old),
        _of_the_case(scene).values(sealed_before=None, signature=None, replaced_on=None),
    )
    assert "keys_changed" in findings(scene.office)
    with scene.office.reporter() as work, pytest.raises(Unreadable):
        enter_code(work, scene.code)


def test_another_past_put_under_the_new_code_is_refused(scene: Scene) -> None:
    """Anybody can seal to a public half; the new code alone makes the MAC over it."""
    token = take(scene.office, ticket_for(scene.office, scene.code))
    with scene.office.reporter() as work:
        mine = followed_case(work, token).branch
    ghost, side = _ghost(scene), scene.side()
    place = place_of(case_of(scene.office, scene.case_id))
    forged = seal_before(CodeBefore.of(side.public, ghost), mine, place)
    stranger = forged[:-32] + random_bytes(32)
    scene.run(_of_the_case(scene).values(sealed_before=stranger))
    with scene.office.reporter() as work, pytest.raises(Unreadable):
        follow(work, token)
    assert "keys_changed" in findings(scene.office)


def test_an_officer_cannot_sign_the_replacement_in_the_reporters_place(scene: Scene) -> None:
    """The event may be signed by an officer; the statement is the printed code's alone."""
    replace_with_a_signature_of_his_own(scene)
    case = case_of(scene.office, scene.case_id)
    seed = scene.office.officers["intake1"].keys.signing_seed
    with scene.office.work(AllAgencies("read as an operator does"), writes=False) as work:
        last = work.session.get_one(CaseEvent, (case.id, case.event_count - 1))
    scene.run(
        update(CaseEvent)
        .where(CaseEvent.case_id == case.id, CaseEvent.seq == last.seq)
        .values(
            officer_id=scene.office.officers["intake1"].officer_id,
            signature=sign_event(seed, last.packed),
        )
    )
    assert "keys_changed" in findings(scene.office)
    assert in_groups(normalise(scene.code)) == scene.code
