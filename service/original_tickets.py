"""Tickets by which a released original is downloaded; the page carries them, nothing is stored.

    ticket  = version 1 (1) | nonce (12) | AES-256-GCM of the content, with its tag (72)   85 bytes
    content = body key (32) | true size (8), 0 where none is on record
              | end in seconds since 1970 (8) | extension, ASCII, zeros up to 8            56 bytes

as base64url, under HKDF(session's cookie (32), salt = pepper, info "released original/v1"), bound
to version (1) | agency | officer | release | attachment | stream. So a ticket opens in the one
session that was shown the name, for its own file, until its end, and nowhere else.
"""

import base64
import binascii
from dataclasses import dataclass, field

from crypto.primitives import KEY_BYTES, SealBroken, aead_open, aead_seal
from models.complaint import AttachmentStream
from models.release import IdentityRelease
from service.errors import OriginalOver
from service.sign_in import key_of_session
from service.unit_of_work import UnitOfWork

VERSION = b"\x01"
_INFO = b"released original/v1"
_NUMBER_BYTES = 8
_EXTENSION_BYTES = 8


@dataclass(frozen=True)
class TicketFor:
    """The release and the stream that a ticket is good for, and the asker's session."""

    release: IdentityRelease
    stream: AttachmentStream
    cookie: str = field(repr=False)

    @property
    def bound(self) -> bytes:
        """What the ticket is bound to; the stream as it hangs on its file now."""
        row, stream = self.release, self.stream
        ids = (row.agency_id, row.asker_id, row.id, stream.attachment_id, stream.id)
        return b"".join((VERSION, *ids))

    def key(self, pepper: bytes) -> bytes:
        """The key of this session's tickets."""
        return key_of_session(pepper, self.cookie, _INFO)


@dataclass(frozen=True)
class TicketContent:
    """What opens an original, and how it is handed out; `end` in seconds since 1970."""

    key: bytes = field(repr=False)
    size_bytes: int
    end: int
    extension: str

    def pack(self) -> bytes:
        """The content as 56 bytes; OverflowError for numbers that no file has."""
        size, end = (one.to_bytes(_NUMBER_BYTES, "big") for one in (self.size_bytes, self.end))
        return self.key + size + end + self.extension.encode().ljust(_EXTENSION_BYTES, b"\0")

    @classmethod
    def unpack(cls, packed: bytes) -> "TicketContent":
        """The content in these bytes, which `pack` made."""
        size_at, end_at = KEY_BYTES, KEY_BYTES + _NUMBER_BYTES
        name_at = end_at + _NUMBER_BYTES
        return cls(
            key=packed[:size_at],
            size_bytes=int.from_bytes(packed[size_at:end_at], "big"),
            end=int.from_bytes(packed[end_at:name_at], "big"),
            extension=packed[name_at:].rstrip(b"\0").decode(),
        )


def seal_ticket(work: UnitOfWork, target: TicketFor, content: TicketContent) -> str:
    """The ticket as the page carries it."""
    sealed = aead_seal(target.key(work.keys.pepper), content.pack(), target.bound)
    return base64.urlsafe_b64encode(VERSION + sealed).decode()


def open_ticket(work: UnitOfWork, target: TicketFor, ticket: str) -> TicketContent:
    """What a ticket holds; OriginalOver when it is for anything else, or its time is over."""
    sealed = _sealed_in(ticket)
    for pepper in work.keys.peppers:
        try:
            opened = aead_open(target.key(pepper), sealed, target.bound)
        except SealBroken:
            continue
        content = TicketContent.unpack(opened)
        if work.now.timestamp() < content.end:
            return content
    raise OriginalOver


def _sealed_in(ticket: str) -> bytes:
    """What is sealed in a ticket; OriginalOver for another version and for any other spelling."""
    try:
        packed = base64.urlsafe_b64decode(ticket.encode())
    except (binascii.Error, ValueError):
        raise OriginalOver from None
    if base64.urlsafe_b64encode(packed).decode() != ticket or packed[:1] != VERSION:
        raise OriginalOver
    return packed[1:]
