"""Frozen versions of public pages: made once, signed, hung on one another, and never changed.

Digest of a version = SHA-256 over the canonical record of all that its row says, with the digest
of the agency's version before: nothing can be changed, moved or taken out of the middle without
another digest. A MAC under a key of the key file keeps somebody who has the database alone from
making new digests; the publisher's signature, somebody who has both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, func, select

from crypto.primitives import SealBroken, equal, hkdf, hmac_sha256, sha256, sign
from models.agency import Agency
from models.disclosure import Publication
from models.officer import Officer
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from rules.publication import canonical, opened
from rules.thai_time import today_in_bangkok
from service.actors import AgencyClerk, OfficerActor
from service.errors import InvalidInput, NotAllowed, NotFound, Unreadable
from service.keyring import checked_holder
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

_FIRST_BEFORE: Final = bytes(32)
_MAC_INFO: Final = b"publication mac/v1"
_SIGNED: Final = b"publication/v1|"
NOTE_LENGTH: Final = 1000


@dataclass(frozen=True)
class Version:
    """One published version, without its content; `is_signed` tells a hand from a plan."""

    id: str
    number: int
    kind: str
    fiscal_year_be: int
    topic: str
    version: int
    published_at: datetime
    publisher_name: str
    publisher_post: str
    note: str
    digest: str
    is_signed: bool

    @property
    def published_on(self) -> date:
        """The day of publication in Bangkok."""
        return today_in_bangkok(self.published_at)


@dataclass(frozen=True)
class Published:
    """A version with its record as it was frozen."""

    version: Version
    record: Mapping[str, Any] = field(repr=False)


def publish(
    work: UnitOfWork,
    kind: str,
    fiscal_year: int,
    topic: str,
    record: Mapping[str, Any],
    note: str = "",
) -> Version:
    """Freeze a record as the next version of a page, signed by the officer at work.

    NotAllowed without the permission; InvalidInput for `note` where a version stands already and
    nothing says what is put right, and for `record` where it would be the same once more.
    """
    officer = work.officer()
    if not officer.may(Permission.PUBLISH):
        raise NotAllowed
    author = work.one(Officer, id=officer.officer_id)
    row = _next(work, kind, fiscal_year, topic, record, checked_note(note))
    if row.version > 1 and not row.note:
        raise InvalidInput({"note": "required"})
    row.publisher_id = officer.officer_id
    row.publisher_name, row.publisher_post = author.name, author.post
    return _add(work, row, officer)


def checked_note(note: str) -> str:
    """The note as it will be published; InvalidInput for `note` that cannot be."""
    note = note.strip()
    if len(note) > NOTE_LENGTH:
        raise InvalidInput({"note": "too_long"}, limits={"note": NOTE_LENGTH})
    if "\x00" in note:
        raise InvalidInput({"note": "no_nul"})
    if personal_marks(note):
        raise InvalidInput({"note": "personal_mark"})
    return note


def publish_as_planned(
    work: UnitOfWork,
    kind: str,
    fiscal_year: int,
    topic: str,
    record: Mapping[str, Any],
    planner: Officer,
    note: str,
) -> Version:
    """Freeze a record on the day that an officer had planned; nobody is there to sign it.

    Only for the console and the served program's own errands. InvalidInput as for `publish`.
    """
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    row = _next(work, kind, fiscal_year, topic, record, note)
    row.publisher_name, row.publisher_post = planner.name, planner.post
    return _add(work, row, None)


def newest(
    work: UnitOfWork, kind: str, fiscal_year: int | None = None, topic: str | None = None
) -> Published | None:
    """The version of a page published last, of that year and topic if they are given."""
    row = work.session.scalars(_of(kind, fiscal_year, topic).limit(1)).one_or_none()
    return _opened(work, row) if row else None


def one_version(
    work: UnitOfWork, kind: str, fiscal_year: int, topic: str, version: int
) -> Published:
    """One version of a page; NotFound when there is none."""
    row = work.one(Publication, kind=kind, fiscal_year_be=fiscal_year, topic=topic, version=version)
    if row is None:
        raise NotFound
    return _opened(work, row)


def versions(
    work: UnitOfWork,
    kind: str | None = None,
    fiscal_year: int | None = None,
    topic: str | None = None,
) -> tuple[Version, ...]:
    """What was published, the newest first."""
    return tuple(_version(row) for row in work.rows(_of(kind, fiscal_year, topic)))


def published_years(work: UnitOfWork, kind: str) -> tuple[int, ...]:
    """The fiscal years of which a page was published, the newest first."""
    years = select(Publication.fiscal_year_be).where(Publication.kind == kind).distinct()
    return tuple(sorted(work.rows(years), reverse=True))


def look_at_publications(work: UnitOfWork) -> Iterator[tuple[str, str]]:
    """What does not check: a stable name and which version, for `prongsai doctor`.

    A version that nobody signed is whole when its MAC is. That the newest ones were taken away is
    not seen here.
    """
    before, number = _FIRST_BEFORE, 0
    for row in work.rows(select(Publication).order_by(Publication.number)):
        where = f"{row.kind} {row.fiscal_year_be} {row.topic} version {row.version}"
        number += 1
        if row.number != number or not equal(row.previous, before):
            yield "publication_missing", where
            number = row.number
        before = row.digest
        if not _is_whole(work, row):
            yield "publication_changed", where
        elif row.publisher_id is not None and not _is_signed(work, row):
            yield "publication_not_signed", where


def renew_macs(work: UnitOfWork) -> int:
    """How many versions of this agency got their MAC under the newest pepper.

    For the day on which an old pepper goes; what does not check is left as it is.
    """
    if not isinstance(work.actor, AgencyClerk):
        raise NotAllowed
    rows = [row for row in work.rows(select(Publication)) if _is_whole(work, row)]
    for row in rows:
        row.mac = mac_of(work.keys.pepper, row.digest)
    return len(rows)


def mac_of(pepper: bytes, digest: bytes) -> bytes:
    """What only a holder of the key file can put under a digest; 32 bytes."""
    return hmac_sha256(hkdf(pepper, info=_MAC_INFO), digest)


def has_mac(work: UnitOfWork, digest: bytes, mac: bytes) -> bool:
    """Whether the MAC was made with a pepper of the key file."""
    return any(equal(mac_of(pepper, digest), mac) for pepper in work.keys.peppers)


def _next(
    work: UnitOfWork,
    kind: str,
    fiscal_year: int,
    topic: str,
    record: Mapping[str, Any],
    note: str,
) -> Publication:
    # Two who publish at once must not hang on the same version.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    content = canonical(record)
    last = work.session.scalars(_of(kind, fiscal_year, topic).limit(1)).one_or_none()
    if last is not None and last.content == content:
        raise InvalidInput({"record": "nothing_changed"})
    number = work.session.scalars(select(func.max(Publication.number))).one() or 0
    before = work.one(Publication, number=number) if number else None
    return Publication(
        id=new_id(),
        agency_id=work.agency_id,
        number=number + 1,
        kind=kind,
        fiscal_year_be=fiscal_year,
        topic=topic,
        version=last.version + 1 if last else 1,
        published_at=work.now.replace(microsecond=0),
        publisher_id=None,
        note=note,
        content=content,
        previous=before.digest if before else _FIRST_BEFORE,
    )


def _add(work: UnitOfWork, row: Publication, officer: OfficerActor | None) -> Version:
    row.digest = _digest(row)
    row.mac = mac_of(work.keys.pepper, row.digest)
    row.signature = sign(officer.keys.signing_seed, _SIGNED + row.digest) if officer else None
    work.session.add(row)
    work.session.flush()
    return _version(row)


def _of(kind: str | None, fiscal_year: int | None, topic: str | None) -> Select[Publication]:
    chosen = select(Publication).order_by(Publication.number.desc())
    if kind is not None:
        chosen = chosen.where(Publication.kind == kind)
    if fiscal_year is not None:
        chosen = chosen.where(Publication.fiscal_year_be == fiscal_year)
    return chosen if topic is None else chosen.where(Publication.topic == topic)


def _digest(row: Publication) -> bytes:
    said: dict[str, Any] = {
        "agency": row.agency_id.hex(),
        "number": row.number,
        "kind": row.kind,
        "fiscal_year_be": row.fiscal_year_be,
        "topic": row.topic,
        "version": row.version,
        "published_at": int(row.published_at.timestamp()),
        "publisher": (row.publisher_id or b"").hex(),
        "publisher_name": row.publisher_name,
        "publisher_post": row.publisher_post,
        "note": row.note,
        "content": sha256(row.content).hex(),
        "previous": row.previous.hex(),
    }
    return sha256(canonical(said))


def _is_whole(work: UnitOfWork, row: Publication) -> bool:
    return equal(_digest(row), row.digest) and has_mac(work, row.digest, row.mac)


def _is_signed(work: UnitOfWork, row: Publication) -> bool:
    key = checked_holder(work, row.publisher_id)
    if key is None or row.signature is None:
        return False
    try:
        key.check_signature(_SIGNED + row.digest, row.signature, today_in_bangkok(row.published_at))
    except SealBroken:
        return False
    return True


def _opened(work: UnitOfWork, row: Publication) -> Published:
    """The version with its record; Unreadable when it is not as it was published."""
    if not _is_whole(work, row):
        raise Unreadable
    return Published(_version(row), opened(row.content))


def _version(row: Publication) -> Version:
    return Version(
        id=row.id.hex(),
        number=row.number,
        kind=row.kind,
        fiscal_year_be=row.fiscal_year_be,
        topic=row.topic,
        version=row.version,
        published_at=row.published_at,
        publisher_name=row.publisher_name,
        publisher_post=row.publisher_post,
        note=row.note,
        digest=row.digest.hex(),
        is_signed=row.signature is not None,
    )
