"""Looking for words in the cases that the officer at work can open.

An errand of small steps, so that nobody who files waits for a search: `begin_search` reads what
was typed, `look_through` opens the officer's entries and compares, `prepare_more` brings some of
those up to date whose case has changed, `search_cases` shows a page and writes the access log.
Nothing but the officer's own entries is opened until a page is shown; the words are kept nowhere.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from sqlalchemy import Executable, and_, select, true

from crypto.primitives import SealBroken
from crypto.sealed_keys import ShareKind
from models.complaint import Complaint
from models.key_share import KeyShare
from models.search import SearchEntry
from models.tenancy import BY_KEY
from rules.limits import PAGE_ROWS, SHORT_TEXT_LENGTH
from rules.permissions import Permission
from rules.search_text import is_found, terms_of
from service import search_index
from service.access_log import log_opening
from service.actors import OfficerActor
from service.blind_list import learn_blind_cases
from service.case_filters import Filters, conditions
from service.case_index import openable, rows_of
from service.case_lines import case_lines
from service.errors import InvalidInput, NotAllowed
from service.search_entries import CaseWords, EntryPlace, entry_key, open_words
from service.unit_of_work import UnitOfWork
from service.views import CaseLine

EVERYTHING: Final = Filters(show="all")
_AT_ONCE: Final = 250


class _Row(NamedTuple):
    """A case of the officer's with its entry, if there is one; `fits` the filters."""

    id: bytes
    register_year_be: int
    register_number: int
    channel: str
    epoch: int
    event_count: int
    fits: bool
    entry_count: int | None
    entry_epoch: int | None
    sealed: bytes | None


Place = tuple[int, int, str]
"""Where a case stands in a list: the newest year and number first."""


@dataclass(frozen=True)
class Search:
    """What is looked for, and the cases whose share is a dummy."""

    terms: tuple[str, ...] = field(repr=False)
    blind: frozenset[bytes] = field(repr=False)


@dataclass(frozen=True)
class Found:
    """What a look through the entries came to.

    `stale` are cases whose entry is missing, of an earlier state or broken, those wanted first;
    among them are cases that nobody may be told of. `waiting` are those of them that the officer
    can open and asked for, `closed` how many cases did not open when they were prepared.
    """

    places: dict[bytes, Place] = field(repr=False)
    stale: tuple[bytes, ...] = field(repr=False)
    waiting: frozenset[bytes] = field(repr=False)
    closed: int = 0
    prepared: int = 0

    def after(self, prepared: Sequence[bytes], again: "Found") -> "Found":
        """The same after some cases were prepared and looked through once more."""
        tried = set(prepared)
        return Found(
            self.places | again.places,
            tuple(one for one in self.stale if one not in tried),
            self.waiting - (tried - set(again.stale)),
            self.closed + again.closed,
            self.prepared + len(prepared),
        )


@dataclass(frozen=True)
class SearchPage:
    """One page of the cases found, newest first; `not_ready` more could not be looked through yet.

    `closed` are cases that did not open, so that their words are not known.
    """

    lines: tuple[CaseLine, ...]
    page: int
    pages: int
    total: int
    not_ready: int
    closed: int


def begin_search(work: UnitOfWork, typed: str) -> Search:
    """What to look for; InvalidInput for `words` when there is nothing, or too much of it."""
    officer = work.officer()
    if not (officer.may(Permission.LIST_CASES) and officer.may(Permission.OPEN_CASE)):
        raise NotAllowed
    if len(typed) > SHORT_TEXT_LENGTH:
        raise InvalidInput({"words": "too_long"}, limits={"words": SHORT_TEXT_LENGTH})
    terms = terms_of(typed)
    if not terms:
        raise InvalidInput({"words": "required"})
    return Search(terms, frozenset(learn_blind_cases(work)))


def look_through(
    work: UnitOfWork,
    search: Search,
    filters: Filters = EVERYTHING,
    among: Collection[bytes] | None = None,
) -> Found:
    """The officer's cases in which every term stands, of those that fit the filters.

    `among` names the few cases to be looked through; all of the officer's without it.
    """
    officer = work.officer()
    key = entry_key(officer.keys.pair_private)
    places: dict[bytes, Place] = {}
    stale: list[tuple[bool, Place, bytes]] = []
    waiting, closed = set(), 0
    for row in map(_Row._make, work.session.execute(_entries(work, filters, among))):
        is_wanted = bool(row.fits) and row.id not in search.blind
        place = (-row.register_year_be, -row.register_number, row.channel)
        try:
            words = _words(officer, key, row, is_wanted)
        except SealBroken:
            stale.append((not row.fits, place, row.id))
            if is_wanted:
                waiting.add(row.id)
            continue
        if words is None:
            continue
        closed += words.is_closed
        if is_found(search.terms, words.text):
            places[row.id] = place
    order = tuple(case_id for *_, case_id in sorted(stale))
    return Found(places, order, frozenset(waiting), closed)


def prepare_more(work: UnitOfWork, found: Found) -> tuple[bytes, ...]:
    """The ids of the next cases, whose entries stand now; some of them may be no real ones."""
    some = found.stale[: search_index.SLICE]
    if some:
        search_index.prepare(work, some)
    return some


def search_cases(work: UnitOfWork, found: Found, page: int) -> SearchPage:
    """One page of what was found; one line in the access log counts what was opened for it."""
    if not work.officer().may(Permission.LIST_CASES):
        raise NotAllowed
    ids = sorted(found.places, key=found.places.__getitem__)
    pages = max(1, -(-len(ids) // PAGE_ROWS))
    page = min(max(1, page), pages)
    lines = case_lines(work, _still_open(work, ids[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]))
    log_opening(work, "search", None, len(lines) + found.prepared)
    return SearchPage(lines, page, pages, len(ids), len(found.waiting), found.closed)


def _words(officer: OfficerActor, key: bytes, row: _Row, is_wanted: bool) -> CaseWords | None:
    """The words of a row's entry; SealBroken when it must be made anew, None if nobody asks."""
    is_of_now = (row.entry_count, row.entry_epoch) == (row.event_count, row.epoch)
    if row.sealed is None or not is_of_now:
        raise SealBroken
    if not is_wanted:
        return None
    place = EntryPlace(officer.officer_id, row.id, row.event_count, row.epoch)
    return open_words(key, row.sealed, place)


def _entries(work: UnitOfWork, filters: Filters, among: Collection[bytes] | None) -> Executable:
    """Every case of whose newest epoch the officer holds a share or a dummy, with its entry."""
    officer_id = work.officer().officer_id
    statement = (
        select(
            Complaint.id,
            Complaint.register_year_be,
            Complaint.register_number,
            Complaint.channel,
            Complaint.epoch,
            Complaint.event_count,
            and_(true(), *conditions(work, filters)).label("fits"),
            SearchEntry.event_count.label("entry_count"),
            SearchEntry.epoch.label("entry_epoch"),
            SearchEntry.sealed,
        )
        .join(KeyShare, and_(KeyShare.case_id == Complaint.id, KeyShare.epoch == Complaint.epoch))
        .outerjoin(
            SearchEntry,
            and_(SearchEntry.case_id == Complaint.id, SearchEntry.officer_id == officer_id),
        )
        .where(
            KeyShare.holder_id == officer_id,
            KeyShare.kind == int(ShareKind.CONTENT),
            KeyShare.is_checked.is_(True),
        )
        .execution_options(**{BY_KEY: True}, yield_per=_AT_ONCE)
    )
    return statement if among is None else statement.where(Complaint.id.in_(among))


def _still_open(work: UnitOfWork, ids: Sequence[bytes]) -> list[Complaint]:
    """Those of these cases that can be opened at this moment, in their order."""
    if not ids:
        return []
    rows = rows_of(work, ids)
    still = openable(work).among(work, [(row.id, row.epoch) for row in rows])
    return [row for row in rows if row.id in still]
