"""Filing: check the words, show who would read them, seal them, answer with a code.

Nothing is stored before the send; the draft travels sealed in the form. One transaction writes
everything, and the code is shown only after its commit. Where it goes is decided anew at the send;
should others read it than the page has named, nothing is sent.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crypto.primitives import equal, sha256
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
from rules.thai_time import fiscal_year_be
from rules.words import Words
from service.actors import Reporter
from service.calendars import office_calendar
from service.case_filing import ReporterSide, file_case
from service.errors import (
    InvalidInput,
    NoOutwardRoute,
    NotFound,
    ReadersChanged,
)
from service.filing_retries import (
    Kept,
    Retry,
    code_of,
    forget_code,
    keep,
    kept_at,
    make_ticket,
    open_ticket,
    sweep,
)
from service.follow_sessions import start_follow_session
from service.inputs import ComplaintDraft, load_draft
from service.keyring import Keyring, open_keyring
from service.office_holders import list_office_holders
from service.outward import Route, count_outward, find_route, outward_authority
from service.sealed_drafts import open_checked, seal_checked
from service.sealing import new_id
from service.unit_of_work import UnitOfWork
from service.views import DraftCheck, FilingForm, OfficeHolder, Receipt


@dataclass(frozen=True)
class _Office:
    """Who could read and who could be ticked at the agency that it is sent to."""

    keyring: Keyring
    holders: tuple[OfficeHolder, ...]


def filing_form(work: UnitOfWork, channel: Channel) -> FilingForm:
    """Who would read a complaint of this channel, and who can be excluded."""
    holders = _office(work, channel).holders
    return FilingForm(
        channel=channel,
        readers=tuple(holder for holder in holders if holder.reads),
        holders=holders,
        outward_authority=outward_authority(work, channel),
    )


def check_draft(work: UnitOfWork, channel: Channel, mapping: Mapping[str, Any]) -> DraftCheck:
    """The check page of these answers; InvalidInput names what must be mended first.

    The `sid` is minted here, inside the sealed draft: only this very page, sent again, shows
    the same code again.
    """
    draft = load_draft(channel, mapping)
    office = _office(work, channel)
    route = _find_route(work, draft, office)
    holders = office.holders
    return DraftCheck(
        channel=channel,
        values=draft.values(),
        readers=route.readers if route else (),
        excluded=tuple(h for h in holders if h.id in draft.exclude),
        suggested=tuple(h for h in holders if h.id not in draft.exclude and _is_named(draft, h)),
        stopped=route is None,
        sealed_draft=seal_checked(work, draft, route.promise if route else b""),
        goes_to=route.authority if route else None,
        outward_authority=outward_authority(work, channel),
    )


def reopen_draft(
    work: UnitOfWork, channel: Channel, sealed_draft: str
) -> dict[str, str | list[str]]:
    """The answers of a sealed draft, to be changed; FormExpired when it is too old."""
    return open_checked(work, channel, sealed_draft).values


def submit_complaint(work: UnitOfWork, channel: Channel, sealed_draft: str) -> Receipt:
    """The receipt of a new case, or of the very one that this page made before.

    Raises AlreadyReceived when the page was sent before and its code written down;
    ReadersChanged when others would read it than that page named; FormExpired, ChannelClosed,
    NoOutwardRoute.
    """
    opened = open_checked(work, channel, sealed_draft)
    retry = Retry(sha256(sealed_draft.encode()), opened.sid)
    return _file_once(work, load_draft(channel, opened.values), retry, opened.promise)


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


def _file_once(
    work: UnitOfWork, draft: ComplaintDraft, retry: Retry, promise: str | None = None
) -> Receipt:
    taker = _taker(work, draft, retry)
    fresh = Kept(make_code(), new_id())
    # Slow on purpose, and outside any transaction: it must not hold the write lock.
    work.pause()
    root = derive_root(fresh.code, taker, work.costs.code)
    sweep(work)
    with work.standing_in(Reporter(taker)) as there:
        kept = keep(there, retry, fresh)
    if kept == fresh:
        side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
        _file(work, draft, side, kept.case_id, _Expected(taker, promise))
    with work.standing_in(Reporter(taker)) as there:
        return _receipt(there, kept, retry)


@dataclass(frozen=True)
class _Expected:
    """For whom the code was made, and whom the reporter was shown, if a page was shown."""

    taker: bytes
    promise: str | None

    def check(self, route: Route) -> None:
        """Nothing when the report goes just there; ReadersChanged otherwise."""
        if route.agency_id != self.taker:
            raise ReadersChanged
        if self.promise is not None and self.promise != route.promise.hex():
            raise ReadersChanged


def _taker(work: UnitOfWork, draft: ComplaintDraft, retry: Retry) -> bytes:
    """The agency to which it goes: the code's root hangs on its id."""
    if not draft.exclude:
        return work.agency_id
    filed_before = kept_at(work, retry)
    return filed_before or _route(work, draft).agency_id


def _route(work: UnitOfWork, draft: ComplaintDraft) -> Route:
    route = _find_route(work, draft, _office(work, draft.channel))
    if route is None:
        raise NoOutwardRoute
    return route


def _file(
    work: UnitOfWork,
    draft: ComplaintDraft,
    side: ReporterSide,
    case_id: bytes,
    expected: _Expected,
) -> None:
    route = _route(work, draft)
    expected.check(route)
    sent_from = sent_from_here(work) if route.authority else {}
    with work.standing_in(Reporter(route.agency_id)) as there:
        case = file_case(
            there, draft, route.keyring, route.exclusions, side, case_id, sent_from=sent_from
        )
    if route.authority:
        count_outward(work, fiscal_year_be(case.received_on))


def sent_from_here(work: UnitOfWork) -> dict[str, str]:
    """Whom a report is about that goes past this agency: sealed among its words."""
    agency = work.agency()
    return {
        "sent_from": agency.name_th,
        "sent_from_en": agency.name_en,
        "sent_from_id": agency.id.hex(),
    }


def _receipt(work: UnitOfWork, kept: Kept, retry: Retry) -> Receipt:
    case = work.session.get_one(Complaint, kept.case_id)
    clock = first_answer(case.received_on, office_calendar(work))
    agency = work.agency()
    return Receipt(
        agency_slug=agency.slug,
        agency_name=Words(agency.name_th, agency.name_en),
        channel=Channel(case.channel),
        receipt_no=receipt_no(case.register_number, case.register_year_be),
        submitted_on=case.submitted_on,
        legal_received_on=case.received_on,
        due_on=clock.due_on,
        answer_by_on=clock.answer_by_on,
        code=in_groups(kept.code),
        ticket=make_ticket(work, retry),
    )


def _office(work: UnitOfWork, channel: Channel) -> _Office:
    """The office's own keyring and holders; an outside authority is filed with through others."""
    if work.agency().is_external:
        raise NotFound
    keyring = open_keyring(work, channel)
    return _Office(keyring, list_office_holders(work, keyring, channel))


def _find_route(work: UnitOfWork, draft: ComplaintDraft, office: _Office) -> Route | None:
    _known_holders(draft, office.holders)
    return find_route(work, draft.channel, draft.exclude, office.keyring, office.holders)


def _known_holders(draft: ComplaintDraft, holders: tuple[OfficeHolder, ...]) -> None:
    if not set(draft.exclude) <= {holder.id for holder in holders}:
        raise InvalidInput({"exclude": "unknown_choice"})


def _is_named(draft: ComplaintDraft, holder: OfficeHolder) -> bool:
    typed = f"{draft.accused}\n{draft.accused_unit}"
    return mentions(typed, name=holder.name, post=holder.post.th)
