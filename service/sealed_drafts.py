"""The draft that travels in the form: sealed for the day, to one agency and one channel."""

import json
from dataclasses import dataclass, field
from datetime import timedelta

from crypto.day_seal import open_draft, seal_draft
from crypto.primitives import SealBroken, random_bytes
from rules.states import Channel
from service.errors import FormExpired
from service.inputs import ComplaintDraft
from service.unit_of_work import UnitOfWork

SID_BYTES = 32
_PURPOSE = b"draft/v1"


@dataclass(frozen=True)
class OpenedDraft:
    """The answers, the `sid` that makes it one page, and whom that page has named as readers."""

    values: dict[str, str | list[str]] = field(repr=False)
    sid: bytes = field(repr=False)
    promise: str


def seal_checked(work: UnitOfWork, draft: ComplaintDraft, promise: bytes) -> str:
    """The draft for a hidden field, with a fresh `sid`; `promise` is `Route.promise` or empty."""
    record = {
        "v": 1,
        "sid": random_bytes(SID_BYTES).hex(),
        "values": draft.values(),
        "promise": promise.hex(),
    }
    return seal_draft(
        json.dumps(record, ensure_ascii=False).encode(),
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_PURPOSE,
        binding=_binding(work, draft.channel),
    )


def open_checked(work: UnitOfWork, channel: Channel, sealed_draft: str) -> OpenedDraft:
    """The draft of today's or yesterday's page; FormExpired when it is older, or not ours."""
    try:
        plaintext = open_draft(
            sealed_draft,
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_PURPOSE,
            binding=_binding(work, channel),
        )
    except SealBroken:
        raise FormExpired from None
    record = json.loads(plaintext)
    # A page drawn by an older version promised nobody: it is shown anew before it is sent.
    return OpenedDraft(record["values"], bytes.fromhex(record["sid"]), record.get("promise", ""))


def _binding(work: UnitOfWork, channel: Channel) -> bytes:
    return work.agency_id + channel.encode()
