"""Who will read the cases of a sheet, who is kept out of all of them, and who of single rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from crypto.primitives import sha256
from models.agency import Unit
from rules.matching import mentions, same_person
from rules.states import Channel
from service.errors import InvalidInput
from service.exclusions import Exclusions, exclusions_of
from service.import_batches import Choices
from service.intake_check import may_take_in
from service.keyring import open_keyring
from service.office_holders import list_office_holders
from service.unit_of_work import UnitOfWork
from service.views import OfficeHolder


@dataclass(frozen=True)
class ImportOffice:
    """The office that a sheet is brought into: its office-holders, and its units by name."""

    agency_id: bytes
    channel: Channel
    holders: tuple[OfficeHolder, ...]
    units: Mapping[str, bytes] = field(repr=False)

    def readers(self, kept_out: frozenset[str]) -> tuple[OfficeHolder, ...]:
        """Those who will read what these office-holders are kept out of."""
        gone = [one for one in self.holders if one.id in kept_out]
        return tuple(
            one
            for one in self.holders
            if one.reads and not any(_is_one(one, other) for other in gone)
        )

    def named_in(self, accused: str) -> frozenset[str]:
        """The ids of the office-holders whom these words may mean."""
        return frozenset(
            one.id
            for one in self.holders
            if accused and mentions(accused, name=one.name, post=one.post.th)
        )

    def promise(self, choices: Choices) -> str:
        """A mark of everybody who reads: what the last page before the bringing in has shown."""
        readers = self.readers(frozenset(choices.exclude))
        return sha256(self.agency_id, *sorted(bytes.fromhex(one.officer) for one in readers)).hex()


class KeptOut:
    """The exclusions of each row, looked up once for all rows about the same persons."""

    def __init__(self, work: UnitOfWork, office: ImportOffice, choices: Choices) -> None:
        self._work, self._office, self._choices = work, office, choices
        self._found: dict[frozenset[str], Exclusions] = {}

    def of(self, accused: str) -> Exclusions:
        """Who is kept out of a row about these persons."""
        ids = kept_out_ids(self._office, self._choices, accused)
        if ids not in self._found:
            self._found[ids] = exclusions_of(self._work, sorted(ids))
        return self._found[ids]


def import_office(work: UnitOfWork, channel: Channel) -> ImportOffice:
    """The office as it stands; NotAllowed for another channel's officer, ChannelClosed."""
    may_take_in(work, channel)
    holders = list_office_holders(work, open_keyring(work, channel), channel)
    units = {row.name_th.strip(): row.id for row in work.rows(select(Unit))}
    return ImportOffice(work.agency_id, channel, holders, units)


def kept_out_ids(office: ImportOffice, choices: Choices, accused: str) -> frozenset[str]:
    """The ids of the office-holders who are kept out of a row about these persons."""
    named = office.named_in(accused) if choices.keeps_named_out else frozenset()
    return frozenset(choices.exclude) | named


def check_exclude(work: UnitOfWork, office: ImportOffice, ticked: tuple[str, ...]) -> None:
    """Nothing when these may be kept out of every row; InvalidInput for `exclude` otherwise.

    Whoever ticks himself is stopped: a colleague brings the sheet in.
    """
    if not set(ticked) <= {one.id for one in office.holders}:
        raise InvalidInput({"exclude": "unknown_choice"})
    gone = frozenset(ticked)
    mine = work.officer().officer_id.hex()
    readers = office.readers(gone)
    if not any(one.officer == mine for one in readers):
        raise InvalidInput({"exclude": "excludes_you"})


def _is_one(reader: OfficeHolder, gone: OfficeHolder) -> bool:
    return (
        reader.id == gone.id
        or bool(gone.officer and reader.officer == gone.officer)
        or same_person(reader.name, gone.name)
    )
