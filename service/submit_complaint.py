"""Filing: check the words, show who would read them, seal them, answer with a code.

Nothing is stored before the send; the draft travels sealed in the form. One transaction writes
everything, and the code is shown only after its commit.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from crypto.day_seal import open_draft, seal_draft
from crypto.primitives import SealBroken, equal, random_bytes, sha256
from crypto.tracking_code import (
    derive_root,
    in_groups,
    make_code,
    normalise,
    private_branch,
    public_branch,
)
from models.complaint import Complaint
from rules.clocks import first_answer
from rules.matching import mentions
from rules.numbering import receipt_no
from rules.states import Channel
from service.calendars import office_calendar
from service.case_filing import ReporterSide, file_case
from service.errors import FormExpired, InvalidInput, NoOutwardRoute
from service.exclusions import exclusions_of
from service.filing_retries import (
    Kept,
    Retry,
    code_of,
    forget_code,
    keep,
    make_ticket,
    open_ticket,
    sweep,
)
from service.follow_sessions import start_follow_session
from service.inputs import ComplaintDraft, load_draft
from service.keyring import open_keyring
from service.office_holders import list_office_holders
from service.sealing import new_id
from service.unit_of_work import UnitOfWork
from service.views import DraftCheck, FilingForm, OfficeHolder, Receipt

SID_BYTES = 32
_DRAFT = b"draft/v1"


def filing_form(work: UnitOfWork, channel: Channel) -> FilingForm:
    """Who would read a complaint of this channel, and who can be excluded."""
    keyring = open_keyring(work, channel)
    holders = list_office_holders(work, keyring, channel)
    return FilingForm(
        channel=channel,
        readers=tuple(holder for holder in holders if holder.reads),
        holders=holders,
        outward_authority=None,
    )


def check_draft(work: UnitOfWork, channel: Channel, mapping: Mapping[str, Any]) -> DraftCheck:
    """The check page of these answers; InvalidInput names what must be mended first.

    The `sid` is minted here, inside the sealed draft: only this very page, sent again, shows
    the same code again.
    """
    draft = load_draft(channel, mapping)
    keyring = open_keyring(work, channel)
    holders = list_office_holders(work, keyring, channel)
    _known_holders(draft, holders)
    return DraftCheck(
        channel=channel,
        values=draft.values(),
        readers=tuple(h for h in holders if h.reads and h.id not in draft.exclude),
        excluded=tuple(h for h in holders if h.id in draft.exclude),
        suggested=tuple(h for h in holders if h.id not in draft.exclude and _is_named(draft, h)),
        stopped=_is_stopped(draft, holders),
        sealed_draft=_seal(work, draft, random_bytes(SID_BYTES)),
    )


def reopen_draft(
    work: UnitOfWork, channel: Channel, sealed_draft: str
) -> dict[str, str | list[str]]:
    """The answers of a sealed draft, to be changed; FormExpired when it is too old."""
    values, _sid = _open(work, channel, sealed_draft)
    return values


def submit_complaint(work: UnitOfWork, channel: Channel, sealed_draft: str) -> Receipt:
    """The receipt of a new case, or of the very one that this page made before.

    Raises AlreadyReceived when the page was sent before and its code written down;
    FormExpired, ChannelClosed, NoOutwardRoute.
    """
    values, sid = _open(work, channel, sealed_draft)
    retry = Retry(sha256(sealed_draft.encode()), sid)
    return _file_once(work, load_draft(channel, values), retry)


def submit_words(
    work: UnitOfWork, channel: Channel, mapping: Mapping[str, Any], idempotency_key: str
) -> Receipt:
    """The receipt for words sent in one step, for the API.

    The same key with the same words shows the same receipt until tomorrow.
    """
    draft = load_draft(channel, mapping)
    words = json.dumps(draft.values(), sort_keys=True, ensure_ascii=False).encode()
    sid = sha256(b"api/v1", work.agency_id, channel.encode(), idempotency_key.encode(), words)
    return _file_once(work, draft, Retry(sha256(b"api key/v1", sid), sid))


def show_receipt(work: UnitOfWork, ticket: str) -> Receipt:
    """The receipt once more; AlreadyReceived when its code has been written down."""
    retry = open_ticket(work, ticket)
    return _receipt(work, code_of(work, retry), retry)


def confirm_code(work: UnitOfWork, ticket: str, last_group: str) -> str:
    """The token of a follow session, once the code's last group was typed back.

    The kept code is destroyed with it. InvalidInput for `last_group` when it differs.
    """
    retry = open_ticket(work, ticket)
    kept = code_of(work, retry)
    if not equal(normalise(last_group).encode(), kept.code[-4:].encode()):
        raise InvalidInput({"last_group": "code_check_digit"})
    work.pause()
    root = derive_root(kept.code, work.agency_id, work.costs.code)
    forget_code(work, retry)
    return start_follow_session(work, private_branch(root, work.keys.pepper))


def _file_once(work: UnitOfWork, draft: ComplaintDraft, retry: Retry) -> Receipt:
    fresh = Kept(make_code(), new_id())
    # Slow on purpose, and before the first statement: it must not hold the write lock.
    root = derive_root(fresh.code, work.agency_id, work.costs.code)
    sweep(work)
    kept = keep(work, retry, fresh)
    if kept == fresh:
        _file(work, draft, root, fresh.case_id)
    return _receipt(work, kept, retry)


def _file(work: UnitOfWork, draft: ComplaintDraft, root: bytes, case_id: bytes) -> None:
    keyring = open_keyring(work, draft.channel)
    holders = list_office_holders(work, keyring, draft.channel)
    _known_holders(draft, holders)
    if _is_stopped(draft, holders):
        raise NoOutwardRoute
    side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
    file_case(work, draft, keyring, exclusions_of(work, draft.exclude), side, case_id)


def _receipt(work: UnitOfWork, kept: Kept, retry: Retry) -> Receipt:
    case = work.session.get_one(Complaint, kept.case_id)
    clock = first_answer(case.received_on, office_calendar(work))
    return Receipt(
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        submitted_on=case.submitted_on,
        legal_received_on=case.received_on,
        due_on=clock.due_on,
        answer_by_on=clock.answer_by_on,
        code=in_groups(kept.code),
        ticket=make_ticket(work, retry),
    )


def _known_holders(draft: ComplaintDraft, holders: tuple[OfficeHolder, ...]) -> None:
    if not set(draft.exclude) <= {holder.id for holder in holders}:
        raise InvalidInput({"exclude": "unknown_choice"})


def _is_named(draft: ComplaintDraft, holder: OfficeHolder) -> bool:
    typed = f"{draft.accused}\n{draft.accused_unit}"
    return mentions(typed, name=holder.name, post=holder.post.th)


def _is_stopped(draft: ComplaintDraft, holders: tuple[OfficeHolder, ...]) -> bool:
    """Whether nobody trustworthy would be left to read, and no outward way is configured."""
    ticked = [holder for holder in holders if holder.id in draft.exclude]
    readers = [holder for holder in holders if holder.reads]
    if any(holder.leads_outward for holder in ticked):
        return True
    return bool(readers) and all(holder in ticked for holder in readers)


# The sealed draft


def _binding(work: UnitOfWork, channel: Channel) -> bytes:
    return work.agency_id + channel.encode()


def _days(work: UnitOfWork) -> tuple[date, date]:
    return work.today, work.today - timedelta(days=1)


def _seal(work: UnitOfWork, draft: ComplaintDraft, sid: bytes) -> str:
    record = {"v": 1, "sid": sid.hex(), "values": draft.values()}
    return seal_draft(
        json.dumps(record, ensure_ascii=False).encode(),
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_DRAFT,
        binding=_binding(work, draft.channel),
    )


def _open(
    work: UnitOfWork, channel: Channel, sealed_draft: str
) -> tuple[dict[str, str | list[str]], bytes]:
    try:
        plaintext = open_draft(
            sealed_draft,
            peppers=work.keys.peppers,
            days=_days(work),
            purpose=_DRAFT,
            binding=_binding(work, channel),
        )
    except SealBroken:
        raise FormExpired from None
    record = json.loads(plaintext)
    return record["values"], bytes.fromhex(record["sid"])
