"""Sheets of an older register on their way in: laid down sealed, their columns told, looked over.

The rows and what was chosen for them stand under the officer's own key and go when they are in.
Nothing of a sheet is a case before `import_register` makes it one.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import delete, select

from crypto.primitives import SealBroken, aead_open, aead_seal, hkdf
from models.bringing_in import ImportBatch
from rules.import_sheet import Sheet, sheet_from_plain, sheet_to_plain
from rules.states import Channel
from service.access_log import log_opening
from service.actors import OfficerActor
from service.errors import InvalidInput, NotFound, Unreadable, WrongState
from service.intake_check import intake_channels, may_take_in
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

UNDO_DAYS: Final = 30
_KEPT: Final = timedelta(days=30)
_PURPOSE: Final = b"import/v1"
UPLOADED, RUNNING, DONE, UNDONE = "uploaded", "running", "done", "undone"


@dataclass(frozen=True)
class Choices:
    """What the officer said of a sheet.

    `columns` holds for each column the field that it means, "" for one that is kept beside the
    case, `DROPPED` for one that is not kept. `statuses` holds where a word of the sheet puts a
    case; `missing_ends` is what stands for a day of completion that is not told. `exclude` are
    office-holders kept out of every row, `keeps_named_out` keeps whoever a row names out of that
    row. `as_of` is the day on which it began to be brought in; `skipped` are row, column,
    fault and the other row of what was left out.
    """

    columns: tuple[str, ...] = ()
    statuses: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing_ends: str = "stop"
    identity: str = ""
    exclude: tuple[str, ...] = ()
    keeps_named_out: bool = True
    skips: bool = False
    as_of: str = ""
    skipped: tuple[tuple[int, str, str, int], ...] = ()


DROPPED: Final = "dropped"


@dataclass(frozen=True)
class Batch:
    """One sheet as its list shows it."""

    id: str
    channel: Channel
    made_on: date
    ended_on: date | None
    standing: str
    row_count: int
    done_rows: int
    case_count: int

    @property
    def undo_until(self) -> date | None:
        """The last day on which it can be taken back; None for one that is not in."""
        return self.ended_on + timedelta(days=UNDO_DAYS) if self.ended_on else None


@dataclass(frozen=True)
class OpenedBatch:
    """A sheet opened for its officer; `sheet` is None once it is in. `register_year`: its basis."""

    batch: Batch
    choices: Choices = field(repr=False)
    sheet: Sheet | None = field(repr=False)
    register_year: str
    today: date

    @property
    def open_sheet(self) -> Sheet:
        """The sheet; WrongState when it is in already."""
        if self.sheet is None:
            raise WrongState
        return self.sheet


def import_channels(work: UnitOfWork) -> tuple[Channel, ...]:
    """The channels whose older register this officer may bring in; NotAllowed for none."""
    return intake_channels(work)


def own_batches(work: UnitOfWork) -> tuple[Batch, ...]:
    """The officer's own sheets, newest first."""
    intake_channels(work)
    rows = work.session.execute(
        select(*_LISTED)
        .where(ImportBatch.officer_id == work.officer().officer_id)
        .order_by(ImportBatch.made_on.desc(), ImportBatch.id)
    )
    return tuple(batch_of(row) for row in rows)


def lay_down(work: UnitOfWork, channel: Channel, sheet: Sheet) -> str:
    """The id of a sheet laid down under the officer's key, with no column told yet.

    InvalidInput for an empty one. What the officer laid down long ago and never brought in goes.
    """
    may_take_in(work, channel)
    if not sheet.rows:
        raise InvalidInput({"sheet": "sheet_empty"})
    officer = work.officer()
    _sweep(work, officer)
    batch_id = new_id()
    work.session.add(
        ImportBatch(
            id=batch_id,
            agency_id=work.agency_id,
            channel=channel.value,
            officer_id=officer.officer_id,
            made_on=work.today,
            standing=UPLOADED,
            row_count=len(sheet.rows),
            sealed_sheet=_seal(officer, batch_id, b"sheet", sheet_to_plain(sheet)),
            sealed_mapping=_seal(officer, batch_id, b"choices", _plain(Choices())),
        )
    )
    work.session.flush()
    return batch_id.hex()


def open_batch(work: UnitOfWork, batch_id: str) -> OpenedBatch:
    """The sheet with what was chosen, and a line in the access log; NotFound for another's."""
    row = find_batch(work, batch_id)
    sheet = open_sheet(work, row)
    if sheet is not None:
        log_opening(work, "import_sheet", None, row.row_count)
    return OpenedBatch(
        batch=batch_of(row),
        choices=open_choices(work, row),
        sheet=sheet,
        register_year=work.agency().register_year,
        today=work.today,
    )


def choose(work: UnitOfWork, batch_id: str, **changed: Any) -> None:
    """Keep these choices of a sheet that is not being brought in yet; WrongState for others."""
    row = find_batch(work, batch_id, lock=True)
    if row.standing != UPLOADED:
        raise WrongState
    keep_choices(work, row, replace(open_choices(work, row), **changed))


def throw_away(work: UnitOfWork, batch_id: str) -> None:
    """Take a sheet away of which nothing was brought in; WrongState for others."""
    row = find_batch(work, batch_id, lock=True)
    if row.standing != UPLOADED:
        raise WrongState
    work.session.delete(row)
    work.session.flush()


def find_batch(work: UnitOfWork, batch_id: str, *, lock: bool = False) -> ImportBatch:
    """The officer's own sheet as a row, held until the commit if asked; NotFound otherwise."""
    try:
        wanted = bytes.fromhex(batch_id)
    except ValueError:
        raise NotFound from None
    found = select(ImportBatch).where(
        ImportBatch.id == wanted, ImportBatch.officer_id == work.officer().officer_id
    )
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    row: ImportBatch | None = work.session.scalars(found).one_or_none()
    if row is None:
        raise NotFound
    may_take_in(work, Channel(row.channel))
    return row


def open_sheet(work: UnitOfWork, row: ImportBatch) -> Sheet | None:
    """The sheet of a row, or None once it is in; Unreadable when the seal does not hold."""
    if row.sealed_sheet is None:
        return None
    return sheet_from_plain(_open(work.officer(), row.id, b"sheet", row.sealed_sheet))


def open_choices(work: UnitOfWork, row: ImportBatch) -> Choices:
    """What was chosen for a sheet; nothing once it was taken back."""
    if row.sealed_mapping is None:
        return Choices()
    plain = _open(work.officer(), row.id, b"choices", row.sealed_mapping)
    return Choices(
        columns=tuple(plain["columns"]),
        statuses=plain["statuses"],
        missing_ends=plain["missing_ends"],
        identity=plain["identity"],
        exclude=tuple(plain["exclude"]),
        keeps_named_out=plain["keeps_named_out"],
        skips=plain["skips"],
        as_of=plain["as_of"],
        skipped=tuple((row, column, code, other) for row, column, code, other in plain["skipped"]),
    )


def keep_choices(work: UnitOfWork, row: ImportBatch, choices: Choices) -> None:
    """Lay the choices down in the place of those before."""
    row.sealed_mapping = _seal(work.officer(), row.id, b"choices", _plain(choices))
    work.session.flush()


def _plain(choices: Choices) -> dict[str, Any]:
    return {
        "columns": list(choices.columns),
        "statuses": dict(choices.statuses),
        "missing_ends": choices.missing_ends,
        "identity": choices.identity,
        "exclude": list(choices.exclude),
        "keeps_named_out": choices.keeps_named_out,
        "skips": choices.skips,
        "as_of": choices.as_of,
        "skipped": [list(one) for one in choices.skipped],
    }


_LISTED: Final = (
    ImportBatch.id,
    ImportBatch.channel,
    ImportBatch.made_on,
    ImportBatch.ended_on,
    ImportBatch.standing,
    ImportBatch.row_count,
    ImportBatch.done_rows,
    ImportBatch.case_count,
)


def batch_of(row: Any) -> Batch:
    """What a list shows of a row."""
    return Batch(
        id=row.id.hex(),
        channel=Channel(row.channel),
        made_on=row.made_on,
        ended_on=row.ended_on,
        standing=row.standing,
        row_count=row.row_count,
        done_rows=row.done_rows,
        case_count=row.case_count,
    )


def _sweep(work: UnitOfWork, officer: OfficerActor) -> None:
    old = delete(ImportBatch).where(
        ImportBatch.officer_id == officer.officer_id,
        ImportBatch.standing == UPLOADED,
        ImportBatch.made_on < work.today - _KEPT,
    )
    work.session.execute(old.execution_options(synchronize_session=False))


def reseal_sheets(work: UnitOfWork, before: bytes, after: bytes) -> None:
    """Seal the officer's sheets for a new private half of the pair, in the old one's place."""
    officer = work.officer()
    for row in work.rows(select(ImportBatch).where(ImportBatch.officer_id == officer.officer_id)):
        for part, name in ((b"sheet", "sealed_sheet"), (b"choices", "sealed_mapping")):
            sealed = getattr(row, name)
            if sealed is not None:
                place = _place(officer, row.id, part)
                opened = aead_open(hkdf(before, info=_PURPOSE), sealed, place)
                setattr(row, name, aead_seal(hkdf(after, info=_PURPOSE), opened, place))


def _seal(officer: OfficerActor, batch_id: bytes, part: bytes, plain: Mapping[str, Any]) -> bytes:
    text = json.dumps({"v": 1} | dict(plain), ensure_ascii=False).encode()
    key = hkdf(officer.keys.pair_private, info=_PURPOSE)
    return aead_seal(key, zlib.compress(text), _place(officer, batch_id, part))


def _open(officer: OfficerActor, batch_id: bytes, part: bytes, sealed: bytes) -> dict[str, Any]:
    key = hkdf(officer.keys.pair_private, info=_PURPOSE)
    try:
        text = aead_open(key, sealed, _place(officer, batch_id, part))
    except SealBroken:
        raise Unreadable from None
    plain: dict[str, Any] = json.loads(zlib.decompress(text))
    return plain


def _place(officer: OfficerActor, batch_id: bytes, part: bytes) -> bytes:
    return officer.agency_id + officer.officer_id + batch_id + part
