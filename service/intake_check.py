"""What an officer has typed in for somebody, looked over before it is filed.

It travels sealed in the form, bound to the officer; nothing is stored before the send.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from crypto.day_seal import open_draft, seal_draft
from crypto.primitives import SealBroken, random_bytes
from rules.matching import mentions
from rules.permissions import Permission
from rules.states import Channel
from service.errors import FormExpired, InvalidInput, NoOutwardRoute, NotAllowed, ReadersChanged
from service.intake_inputs import IntakeDraft, load_intake
from service.keyring import READING_ROLE, open_keyring
from service.office_holders import list_office_holders
from service.outward import Route, find_route, outward_authority
from service.unit_of_work import UnitOfWork
from service.views import DraftCheck, FilingForm, OfficeHolder

_PURPOSE: Final = b"intake draft/v1"


@dataclass(frozen=True)
class OpenedIntake:
    """The answers, the `sid` that makes it one page, and whom that page has named as readers."""

    values: dict[str, Any] = field(repr=False)
    sid: bytes = field(repr=False)
    promise: str


def intake_channels(work: UnitOfWork) -> tuple[Channel, ...]:
    """The channels for which this officer may type something in; NotAllowed for none."""
    officer = work.officer()
    if not officer.may(Permission.REGISTER_OFFLINE):
        raise NotAllowed
    return tuple(one for one, role in READING_ROLE.items() if role in officer.roles)


def intake_form(work: UnitOfWork, channel: Channel) -> FilingForm:
    """Who would read it, and who can be ticked; NotAllowed for another channel's officer."""
    may_take_in(work, channel)
    holders = list_office_holders(work, open_keyring(work, channel), channel)
    return FilingForm(
        channel=channel,
        readers=tuple(holder for holder in holders if holder.reads),
        holders=holders,
        outward_authority=outward_authority(work, channel),
    )


def check_intake(work: UnitOfWork, channel: Channel, mapping: Mapping[str, Any]) -> DraftCheck:
    """The check page of what was typed; InvalidInput names what must be mended first.

    Whoever ticks himself is stopped: a colleague types it in. Nothing is stored.
    """
    may_take_in(work, channel)
    draft = load_intake(channel, mapping, work.today)
    holders, route = _route(work, draft)
    if route is not None and route.authority and draft.hands_code:
        raise InvalidInput({"way_back": "no_code_elsewhere"})
    ticked = draft.words.exclude
    typed = f"{draft.words.accused}\n{draft.words.accused_unit}"
    return DraftCheck(
        channel=channel,
        values=draft.values(),
        readers=route.readers if route else (),
        excluded=tuple(h for h in holders if h.id in ticked),
        suggested=tuple(
            h
            for h in holders
            if h.id not in ticked and mentions(typed, name=h.name, post=h.post.th)
        ),
        stopped=route is None,
        sealed_draft=_seal(work, channel, draft.values(), route.promise if route else b""),
        goes_to=route.authority if route else None,
        outward_authority=outward_authority(work, channel),
    )


def reopen_intake(work: UnitOfWork, channel: Channel, sealed_draft: str) -> dict[str, Any]:
    """What was typed, to be changed; FormExpired when it is too old or another officer's."""
    may_take_in(work, channel)
    return open_intake(work, channel, sealed_draft).values


def may_take_in(work: UnitOfWork, channel: Channel) -> None:
    """Nothing when this officer types reports of the channel in; NotAllowed otherwise."""
    if channel not in intake_channels(work):
        raise NotAllowed


def open_intake(work: UnitOfWork, channel: Channel, sealed: str) -> OpenedIntake:
    """The sealed page of this very officer; FormExpired when it is too old, or not his."""
    try:
        plaintext = open_draft(
            sealed,
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_PURPOSE,
            binding=_binding(work, channel),
        )
    except SealBroken:
        raise FormExpired from None
    record = json.loads(plaintext)
    return OpenedIntake(record["values"], bytes.fromhex(record["sid"]), record["promise"])


def checked_route(work: UnitOfWork, draft: IntakeDraft, promise: str) -> Route:
    """Where it goes, if that is still what the page has shown; ReadersChanged, NoOutwardRoute."""
    _, route = _route(work, draft)
    if route is None:
        raise NoOutwardRoute
    if route.promise.hex() != promise:
        raise ReadersChanged
    return route


def _route(work: UnitOfWork, draft: IntakeDraft) -> tuple[tuple[OfficeHolder, ...], Route | None]:
    """The office-holders and the way; InvalidInput when the officer is one of those ticked."""
    channel, ticked = draft.words.channel, draft.words.exclude
    keyring = open_keyring(work, channel)
    holders = list_office_holders(work, keyring, channel)
    if not set(ticked) <= {holder.id for holder in holders}:
        raise InvalidInput({"exclude": "unknown_choice"})
    mine = work.officer().officer_id.hex()
    if any(one.officer == mine for one in holders if one.id in ticked):
        raise InvalidInput({"exclude": "excludes_you"})
    return holders, find_route(work, channel, ticked, keyring, holders)


def _seal(work: UnitOfWork, channel: Channel, values: Mapping[str, Any], promise: bytes) -> str:
    record = {"v": 1, "sid": random_bytes(32).hex(), "values": values, "promise": promise.hex()}
    return seal_draft(
        json.dumps(record, ensure_ascii=False).encode(),
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_PURPOSE,
        binding=_binding(work, channel),
    )


def _binding(work: UnitOfWork, channel: Channel) -> bytes:
    return work.agency_id + channel.encode() + work.officer().officer_id
