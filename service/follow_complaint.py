"""The reporter returns with a code: reads, writes back. Own words are not shown back."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from crypto.case_chain import Event
from crypto.envelope import ObjectType
from crypto.handed_code import CodeBefore
from crypto.manifest import unpack_manifest
from crypto.primitives import SealBroken, equal
from crypto.tracking_code import (
    PrivateBranch,
    derive_root,
    has_right_check_digit,
    has_right_length,
    normalise,
    private_branch,
    public_branch,
)
from models.clock import ClockRow
from models.complaint import Attachment, Complaint, SealedObject
from models.history import CaseEvent
from rules import limits, words
from rules.clocks import ClockKind
from rules.numbering import receipt_no
from rules.states import Channel, EventKind, Move, State, check_move, public_state
from service.case_events import append_event
from service.case_filing import manifest_mac
from service.case_keys import newest_public
from service.costly import code_place
from service.errors import CaseDeleted, InvalidInput, NotFound, Unreadable
from service.follow_sessions import resume_follow_session, start_follow_session
from service.handed_codes import ask_for_another, code_before
from service.identifying import Detail, identifying_details
from service.inputs import load_message
from service.sealing import (
    case_public,
    open_record,
    recipients_in,
    recipients_of,
    seal_record,
)
from service.signatures import check_officer_event
from service.unit_of_work import UnitOfWork
from service.views import FollowPage, Line


@dataclass(frozen=True)
class FollowedCase:
    """A case and what its code opens; `before` is of the printed code that it has replaced."""

    case: Complaint
    branch: PrivateBranch = field(repr=False)
    before: CodeBefore | None = None

    def open(self, row: SealedObject, public: bytes) -> dict[str, Any]:
        """The record of words to the reporter, of an epoch with that public half."""
        recipients = recipients_in(row, self.case, public)
        is_older = self.before is not None and self.before.pair.public in recipients
        pair = self.before.pair if self.before and is_older else self.branch.pair
        return open_record(row, pair.private, recipients)


def enter_code(work: UnitOfWork, code: str) -> str:
    """A follow session's token.

    A slip of one digit or two swapped is told at once; a wrong and an unknown code, and one of
    another agency, look alike and cost the same (decisions B22). CodeToReplace for a code that
    an officer has printed: before anything is shown its holder takes another.
    """
    digits = normalise(code)
    if not has_right_length(digits):
        raise InvalidInput({"code": "code_length"})
    if not has_right_check_digit(digits):
        raise InvalidInput({"code": "code_check_digit"})
    with code_place():
        root = derive_root(digits, work.agency_id, work.costs.code)
    for pepper in work.keys.peppers:
        branch = private_branch(root, pepper)
        case = work.one(Complaint, lookup_index=branch.index)
        if case is not None:
            ask_for_another(work, case, branch, public_branch(root))
            return start_follow_session(work, branch)
    raise NotFound


def follow(work: UnitOfWork, token: str) -> FollowPage:
    """The case as its reporter may see it, with a token that lasts again."""
    return _page(work, followed_case(work, token))


def look_over(text: str) -> tuple[Detail, ...]:
    """What in a message may tell who writes, before it is sent; InvalidInput as for sending it."""
    return identifying_details({"message": load_message(text)})


def write_to_office(work: UnitOfWork, token: str, text: str) -> FollowPage:
    """The page after a message was sealed to the case; it is not shown back."""
    message = load_message(text)
    followed = followed_case(work, token)
    body = _seal_message(work, followed.case, message)
    reporter_event(work, followed.case, Move.REPORTER_MESSAGE, body)
    work.session.flush()
    return _page(work, followed)


def followed_case(work: UnitOfWork, token: str, overtime: timedelta = timedelta()) -> FollowedCase:
    """The case behind a token; CaseDeleted when its content was destroyed in due course.

    Unreadable when its public keys were tampered with.
    """
    branch = resume_follow_session(work, token, overtime)
    case = work.one(Complaint, lookup_index=branch.index)
    if case is None:
        raise NotFound
    if case.deleted_on is not None:
        raise CaseDeleted
    before = code_before(work, case, branch)
    _check_manifest(work, case, branch, before or branch)
    return FollowedCase(case, branch, before)


def reporter_event(work: UnitOfWork, case: Complaint, move: Move, body: SealedObject) -> CaseEvent:
    """The reporter's own event in the chain; the office has something new to read."""
    row = check_move(Channel(case.channel), State(case.state), move, ())
    case.reporter_spoke = True
    case.awaits = "office"
    return append_event(work, case, row.event, body=body)


def _check_manifest(
    work: UnitOfWork, case: Complaint, branch: PrivateBranch, filed: CodeBefore | PrivateBranch
) -> None:
    """The public halves are those of the filing, or the case is not touched (decisions A3).

    A case under a replaced code was filed under the one before it.
    """
    if not equal(manifest_mac(filed.mac_key, case.manifest), case.manifest_mac):
        raise Unreadable
    try:
        manifest = unpack_manifest(case.manifest)
    except SealBroken:
        raise Unreadable from None
    unchanged = (
        manifest.reporter_public == filed.pair.public
        and case.reporter_public == branch.pair.public
        and manifest.identity_public == case.identity_public
        and manifest.case_public == case_public(work, case.id, 0)
    )
    if not unchanged:
        raise Unreadable


def _seal_message(work: UnitOfWork, case: Complaint, message: str) -> SealedObject:
    public = newest_public(work, case)
    type_ = ObjectType.FROM_REPORTER
    return seal_record(
        work,
        case.id,
        case.epoch,
        type_,
        {"at": work.now.isoformat(), "text": message},
        recipients_of(type_, case, public),
    )


def _page(work: UnitOfWork, followed: FollowedCase) -> FollowPage:
    case = followed.case
    state, channel = State(case.state), Channel(case.channel)
    clocks = {clock.kind: clock for clock in _clocks(work, case)}
    first = clocks.get(ClockKind.FIRST_ANSWER)
    following = clocks.get(ClockKind.NEXT_NOTICE)
    files, taken = _files(work, case)
    return FollowPage(
        channel=channel,
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        public_state=public_state(state),
        state_words=words.PUBLIC_STATES[public_state(state).value],
        legal_received_on=case.received_on,
        due_on=first.due_on if first else None,
        answer_by_on=first.answer_by_on if first else None,
        answered_on=case.answered_on,
        next_notice_on=following.due_on if following and not following.answered_on else None,
        notices=_notices(work, followed),
        asked=case.awaits == "reporter",
        own_messages=_count_events(work, case, EventKind.REPORTER_WROTE),
        files=files,
        files_left=limits.FILES_PER_CASE - files,
        bytes_left=max(0, limits.CASE_BYTES - taken),
        may_write=state is not State.MOVED,
        token=start_follow_session(work, followed.branch),
    )


def _clocks(work: UnitOfWork, case: Complaint) -> list[ClockRow]:
    """The case's clocks, oldest first, so that of several of a kind the latest stays."""
    return work.rows(select(ClockRow).where(ClockRow.case_id == case.id).order_by(ClockRow.due_on))


def _files(work: UnitOfWork, case: Complaint) -> tuple[int, int]:
    count, taken = work.session.execute(
        select(func.count(Attachment.id), func.sum(Attachment.padded_bytes)).where(
            Attachment.case_id == case.id
        )
    ).one()
    return count, int(taken or 0)


def _count_events(work: UnitOfWork, case: Complaint, kind: EventKind) -> int:
    return work.session.scalars(
        select(func.count(CaseEvent.seq)).where(
            CaseEvent.case_id == case.id, CaseEvent.kind == int(kind)
        )
    ).one()


def _notices(work: UnitOfWork, followed: FollowedCase) -> tuple[Line, ...]:
    """What the office wrote to the reporter, oldest first; each checked for its officer's hand."""
    rows = work.session.execute(
        select(CaseEvent, SealedObject)
        .join(SealedObject, SealedObject.id == CaseEvent.object_id)
        .where(
            CaseEvent.case_id == followed.case.id,
            SealedObject.type == int(ObjectType.TO_REPORTER),
        )
        .order_by(CaseEvent.seq)
    ).all()
    return tuple(_notice(work, followed, event, body) for event, body in rows)


def _notice(work: UnitOfWork, followed: FollowedCase, event: CaseEvent, body: SealedObject) -> Line:
    check_officer_event(work, event, body)
    case = followed.case
    public = case_public(work, case.id, body.epoch)
    record = followed.open(body, public)
    kind = EventKind(Event.unpack(event.packed).kind)
    return Line(
        author="office",
        kind=kind.tag,
        title=words.EVENTS[kind.tag],
        day=event.day,
        text=record["text"],
    )
