"""A reporter's session after the code: stateless, sealed, 15 minutes (decisions A12)."""

import base64
import binascii
from datetime import datetime, timedelta

from crypto.day_seal import open_for_day, seal_for_day
from crypto.primitives import SealBroken
from crypto.sealed_keys import pair_from_private
from crypto.tracking_code import PrivateBranch
from rules.limits import REPORTER_SESSION_MINUTES
from service.errors import NotSignedIn
from service.unit_of_work import UnitOfWork

_PURPOSE = b"follow session/v1"
# The sealed token: end in seconds since 1970(8) | index(32) | KR private(96) | MAC key(32).
_ENDS_BYTES, _INDEX_BYTES, _PRIVATE_BYTES = 8, 32, 96


def start_follow_session(work: UnitOfWork, branch: PrivateBranch) -> str:
    """A token that stands for the code for the next 15 minutes; for a cookie alone."""
    ends_at = work.now + timedelta(minutes=REPORTER_SESSION_MINUTES)
    plaintext = (
        int(ends_at.timestamp()).to_bytes(_ENDS_BYTES, "big")
        + branch.index
        + branch.pair.private
        + branch.mac_key
    )
    sealed = seal_for_day(
        plaintext,
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_PURPOSE,
        binding=work.agency_id,
    )
    return base64.urlsafe_b64encode(sealed).decode()


def resume_follow_session(
    work: UnitOfWork, token: str, overtime: timedelta = timedelta()
) -> PrivateBranch:
    """What the token stands for; NotSignedIn when it is over, or of another agency.

    `overtime` is for what was begun in time and took long, as an upload on a slow line does.
    """
    try:
        plaintext = open_for_day(
            base64.urlsafe_b64decode(token.encode()),
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_PURPOSE,
            binding=work.agency_id,
        )
    except (SealBroken, binascii.Error, ValueError):
        raise NotSignedIn from None
    ends_at = int.from_bytes(plaintext[:_ENDS_BYTES], "big")
    if work.now >= datetime.fromtimestamp(ends_at, work.now.tzinfo) + overtime:
        raise NotSignedIn
    index, rest = plaintext[_ENDS_BYTES:][:_INDEX_BYTES], plaintext[_ENDS_BYTES + _INDEX_BYTES :]
    private, mac_key = rest[:_PRIVATE_BYTES], rest[_PRIVATE_BYTES:]
    return PrivateBranch(index=index, pair=pair_from_private(private), mac_key=mac_key)
