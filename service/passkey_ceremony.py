"""What passes between a passkey and this house: a challenge, and the answer that signed it.

A challenge is kept nowhere: it travels in the page, sealed for five minutes, and opens only for the
very address that it was made at, in the process that made it. An answer that was taken once leaves
its challenge behind as spent, so that nobody signs in with a copy of it.
"""

import base64
import binascii
import json
import logging
import struct
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from crypto.day_seal import open_for_day, seal_for_day
from crypto.primitives import SealBroken, random_bytes, sha256
from service.unit_of_work import UnitOfWork

CHALLENGE_MINUTES: Final = 5
HOUSE: Final = "Prongsai"
LOOPBACK: Final = "localhost"
ALGORITHMS: Final = (-7, -8, -257)
"""ES256, EdDSA, and RS256 for Windows; by their COSE numbers."""

_PURPOSE: Final = b"passkey challenge/v1"
_CHALLENGE_BYTES: Final = 32
_ENDS_BYTES: Final = 8
_ANSWER_LENGTH: Final = 16_384
_SPENT_MOST: Final = 10_000
# A challenge dies with the process that made it: what was spent is remembered in memory alone.
_THIS_PROCESS: Final = random_bytes(16)
# Whatever bytes a browser sends, a parser's surprise is a refusal.
_MALFORMED: Final = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error, RecursionError,
    NotImplementedError, OverflowError,
)  # fmt: skip

# It would write the ids of passkeys.
logging.getLogger("fido2").setLevel(logging.WARNING)


class NotProven(Exception):
    """The answer does not prove what it should; nothing more is said."""


class Ceremony(IntEnum):
    """What a challenge is for."""

    MAKE = 1
    SHOW = 2


@dataclass(frozen=True)
class Site:
    """Where a browser stands: the origin as it tells it, and the name that passkeys are for."""

    origin: str
    rp_id: str


@dataclass(frozen=True)
class Challenge:
    """A challenge as a page needs it: its own bytes in base64url, and the same sealed."""

    text: str
    sealed: str = field(repr=False)


@dataclass(frozen=True)
class Shown:
    """An answer that holds: the authenticator's own count, and the challenge to be spent."""

    sign_count: int
    challenge: bytes = field(repr=False)


def site_at(address: str, public_url: str) -> Site | None:
    """The site at this address ("https://host:port"), or None where passkeys cannot be used.

    They need a name: the public address's host over https, or "localhost" on this machine.
    """
    parts = urlsplit(address.lower())
    name = parts.hostname or ""
    if name == LOOPBACK and parts.scheme in ("http", "https"):
        return Site(f"{parts.scheme}://{parts.netloc}", LOOPBACK)
    ours = public_url.lower().removesuffix(":443")
    is_ours = parts.scheme == "https" and address.lower() == ours
    if not is_ours or _is_address(name) or name.endswith(".onion"):
        return None
    return Site(f"{parts.scheme}://{parts.netloc}", name)


def new_challenge(
    work: UnitOfWork, site: Site, ceremony: Ceremony, owner: bytes = b""
) -> Challenge:
    """A challenge for this site, good for five minutes, once; `owner` is whose passkey is made."""
    challenge = random_bytes(_CHALLENGE_BYTES)
    ends_at = int((work.now + timedelta(minutes=CHALLENGE_MINUTES)).timestamp())
    sealed = seal_for_day(
        ends_at.to_bytes(_ENDS_BYTES, "big") + challenge,
        pepper=work.keys.pepper,
        day=work.today,
        purpose=_PURPOSE,
        binding=_binding(site, ceremony, owner),
    )
    return Challenge(to_text(challenge), to_text(sealed))


def open_challenge(
    work: UnitOfWork, site: Site, ceremony: Ceremony, sealed: str, owner: bytes = b""
) -> bytes:
    """The challenge's own bytes; NotProven when it is too old, of another place, or not ours."""
    try:
        opened = open_for_day(
            from_text(sealed),
            peppers=work.keys.peppers,
            days=(work.today, work.today - timedelta(days=1)),
            purpose=_PURPOSE,
            binding=_binding(site, ceremony, owner),
        )
    except (SealBroken, ValueError):
        raise NotProven from None
    if int(work.now.timestamp()) >= int.from_bytes(opened[:_ENDS_BYTES], "big"):
        raise NotProven
    return opened[_ENDS_BYTES:]


def spend(work: UnitOfWork, challenge: bytes) -> None:
    """Nothing, once; NotProven for a challenge whose answer was taken before."""
    now = int(work.now.timestamp())
    if not _SPENT.take(sha256(challenge), now, now + CHALLENGE_MINUTES * 60):
        raise NotProven


def read_made(site: Site, challenge: bytes, answer: str) -> tuple[AttestedCredentialData, int]:
    """The new passkey and its first count; NotProven for anything else than our own ceremony's."""
    try:
        response = RegistrationResponse.from_dict(_parsed(answer))
        _check_frame(response.response.client_data)
        made = _server(site).register_complete(_state(challenge), response)
        credential = made.credential_data
        if credential is None or credential.public_key[3] not in ALGORITHMS:
            raise NotProven
    except _MALFORMED:
        raise NotProven from None
    return credential, made.counter


def id_in(answer: str) -> bytes:
    """The id of the passkey that answers; NotProven when there is none."""
    try:
        return bytes(AuthenticationResponse.from_dict(_parsed(answer)).raw_id)
    except _MALFORMED:
        raise NotProven from None


def read_shown(site: Site, challenge: bytes, answer: str, credential: bytes, owner: bytes) -> Shown:
    """What the answer tells when this passkey of this owner signed it, its user seen; NotProven."""
    try:
        response = AuthenticationResponse.from_dict(_parsed(answer))
        _check_frame(response.response.client_data)
        if response.response.user_handle not in (None, owner):
            raise NotProven
        known = [AttestedCredentialData(credential)]
        _server(site).authenticate_complete(_state(challenge), known, response)
        return Shown(response.response.authenticator_data.counter, challenge)
    except _MALFORMED:
        raise NotProven from None


def to_text(value: bytes) -> str:
    """Base64url without padding, as browsers write it."""
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes behind base64url; ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None


class _Spent:
    """Marks of spent challenges, as long as they could open; full, it takes none."""

    def __init__(self) -> None:
        self._ends: dict[bytes, int] = {}
        self._lock = threading.Lock()

    def take(self, mark: bytes, now: int, ends_at: int) -> bool:
        """Whether this mark is new; it is not from now on."""
        with self._lock:
            if len(self._ends) >= _SPENT_MOST:
                self._ends = {old: ends for old, ends in self._ends.items() if ends > now}
            if mark in self._ends or len(self._ends) >= _SPENT_MOST:
                return False
            self._ends[mark] = ends_at
            return True


_SPENT: Final = _Spent()


def _binding(site: Site, ceremony: Ceremony, owner: bytes) -> bytes:
    place = f"{site.rp_id}|{site.origin}|".encode()
    return _THIS_PROCESS + bytes((ceremony, len(owner))) + owner + place


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > _ANSWER_LENGTH:
        raise NotProven
    parsed = json.loads(answer)
    if not isinstance(parsed, dict):
        raise NotProven
    return parsed


def _server(site: Site) -> Fido2Server:
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site.rp_id, name=HOUSE),
        # The library would take any name below ours too.
        verify_origin=lambda origin: origin == site.origin,
    )


def _state(challenge: bytes) -> dict[str, Any]:
    return {
        "challenge": to_text(challenge),
        "user_verification": UserVerificationRequirement.REQUIRED,
    }


def _check_frame(told: CollectedClientData) -> None:
    """Nothing; NotProven when the passkey was asked for inside another site's page."""
    if told.cross_origin is not False:
        raise NotProven


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
