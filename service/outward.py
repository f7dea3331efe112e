"""Where a report goes: to the agency's own readers, or past them to the outside authority.

Whoever ticks the head or the clerk rules out all whom those appoint. Then the whole case belongs to
the authority: its keys, its register, its clocks. The agency keeps a bare number (decisions A11).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from crypto.primitives import sha256
from models.agency import Agency
from models.custody import OutwardCount
from rules.matching import same_person
from rules.permissions import Role
from rules.states import Channel
from rules.words import Words
from service.actors import Public
from service.checked_keys import ROLE_BITS
from service.exclusions import Exclusions, exclusions_of
from service.keyring import Keyring, load_keyring
from service.office_holders import list_office_holders, who_reads
from service.unit_of_work import UnitOfWork
from service.views import OfficeHolder, OutwardAuthority


@dataclass(frozen=True)
class Route:
    """Which agency takes a report, under whose keys, and who will read it there.

    `authority` is None when it stays at the agency that it was sent to.
    """

    agency_id: bytes
    keyring: Keyring
    exclusions: Exclusions
    readers: tuple[OfficeHolder, ...]
    authority: OutwardAuthority | None = None

    @property
    def promise(self) -> bytes:
        """A hash of the agency and everybody who reads: what the check page has shown."""
        readers = sorted({bytes.fromhex(reader.officer) for reader in self.readers})
        return sha256(self.agency_id, *readers)


def find_route(
    work: UnitOfWork,
    channel: Channel,
    ticked: Iterable[str],
    keyring: Keyring,
    holders: tuple[OfficeHolder, ...],
) -> Route | None:
    """The way of a report in which these office-holders were ticked.

    None when nobody trustworthy would be left to read: there is no outside authority, or it
    cannot take reports now, or those ticked sit at its top too. It never falls back to the
    agency's own readers.
    """
    ids = frozenset(ticked)
    exclusions = exclusions_of(work, sorted(ids))
    readers = who_reads(keyring, holders, exclusions)
    if readers and not any(one.leads_outward for one in holders if one.id in ids):
        return Route(work.agency_id, keyring, exclusions, readers)
    authority = _configured(work) if channel is Channel.CORRUPTION else None
    if authority is None:
        return None
    with work.standing_in(Public(authority.id)) as there:
        return _route_there(there, authority, exclusions, _appointed(keyring))


def outward_authority(work: UnitOfWork, channel: Channel) -> Words | None:
    """The name of who would take a report past this agency now; None when nobody could."""
    authority = _configured(work) if channel is Channel.CORRUPTION else None
    if authority is None:
        return None
    with work.standing_in(Public(authority.id)) as there:
        is_open = load_keyring(there).is_open(Channel.CORRUPTION)
    return _card(authority).name if is_open else None


def count_outward(work: UnitOfWork, fiscal_year_be: int) -> None:
    """One more report has left past this agency: the only thing that it keeps."""
    if _add_one(work, fiscal_year_be):
        return
    try:
        with work.session.begin_nested():
            work.session.add(
                OutwardCount(agency_id=work.agency_id, fiscal_year_be=fiscal_year_be, count=1)
            )
            work.session.flush()
    except IntegrityError:
        _add_one(work, fiscal_year_be)  # Another report has begun this year's count meanwhile.


def _add_one(work: UnitOfWork, fiscal_year_be: int) -> bool:
    """Whether the year's count was there to be raised."""
    counted = work.session.scalars(
        update(OutwardCount)
        .where(OutwardCount.fiscal_year_be == fiscal_year_be)
        .values(count=OutwardCount.count + 1)
        .returning(OutwardCount.count)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return counted is not None


def _route_there(
    there: UnitOfWork, authority: Agency, ticked: Exclusions, appointed: tuple[str, ...]
) -> Route | None:
    keyring = load_keyring(there)
    if not keyring.is_open(Channel.CORRUPTION):
        return None
    holders = list_office_holders(there, keyring, Channel.CORRUPTION)
    if any(_is_one_of(holder, ticked.names) for holder in holders if holder.leads_outward):
        return None
    # The ids are those of the sending agency; here only the names can tell anything.
    exclusions = Exclusions(names=tuple(dict.fromkeys((*ticked.names, *appointed))))
    readers = who_reads(keyring, holders, exclusions)
    # Elsewhere nobody has an account here; should somebody, the page would not name them.
    fits = not keyring.officers if authority.is_external else readers
    if not fits:
        return None
    return Route(authority.id, keyring, exclusions, readers, _card(authority))


def _is_one_of(holder: OfficeHolder, names: Iterable[str]) -> bool:
    return any(same_person(holder.name, name) for name in names)


def _appointed(keyring: Keyring) -> tuple[str, ...]:
    """Everybody with keys who is the sending agency's own: not those who keep names from outside.

    One of them who has an account at the authority too must not read it there.
    """
    from_outside = ROLE_BITS[Role.CUSTODIAN_OUTSIDE]
    return tuple(key.name for key in keyring.officers if key.role_bits & ~from_outside)


def _configured(work: UnitOfWork) -> Agency | None:
    """The authority's row; an agency that names itself has none."""
    authority_id = work.agency().outward_agency_id
    if authority_id is None or authority_id == work.agency_id:
        return None
    return work.session.get(Agency, authority_id)


def _card(authority: Agency) -> OutwardAuthority:
    name = Words(authority.name_th, authority.name_en)
    return OutwardAuthority(authority.slug, name, authority.is_external)
