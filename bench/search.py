"""Looking for words in a thousand to ten thousand cases, and what preparing their entries costs.

A thousand cases are filed for real and prepared as an officer's first search does it. The others
are rows that a search reads and no more: a case's own row with a number and index of its own, a
share, and an entry made by the code that makes all entries; they have no texts to be opened and
older numbers, so that the page that is shown opens real cases. Once with entries of new cases
(4 KiB), once with entries as long as those of cases with ten texts (41 KiB).
"""

import gc
import time
from collections.abc import Callable, Iterator
from statistics import median

from sqlalchemy import func, insert, inspect, select

from bench.clients import WORDS
from bench.figures import print_table
from bench.installation import Installation, installation
from crypto.envelope import FLOOR_BYTES
from crypto.primitives import random_bytes
from crypto.tracking_code import private_branch, public_branch
from models.complaint import Complaint
from models.key_share import KeyShare
from models.search import SearchEntry
from rules.search_text import searchable
from rules.states import Channel
from service.actors import OfficerActor, Reporter
from service.case_filing import ReporterSide, file_case
from service.exclusions import Exclusions
from service.inputs import load_draft
from service.keyring import open_keyring
from service.sealing import new_id
from service.search_cases import begin_search, look_through, prepare_more, search_cases
from service.search_entries import (
    CaseWords,
    EntryPlace,
    entry_key,
    entry_row,
    open_words,
    seal_words,
)
from service.search_index import SLICE
from service.unit_of_work import UnitOfWork
from tests.postgres import start_postgres

FILED = 1_000
SIZES = (1_000, 10_000)
AT_A_TIME = 500
TIMES = 9
TEXTS = 10
LOGIN = "intake1"
TYPED = {
    "a word of no case": "ไม่มีคำนี้ที่ไหนเลย",
    "a word of every case": "ถนนบาง",
    "two words and a number": f"ถนน แบบ {FILED // 2}/",
}


def run() -> None:
    """Print what a search costs as cases grow, on both databases, by wall and by processor."""
    for texts in (1, TEXTS):
        with installation() as here:
            _measure("SQLite", here, texts)
    with start_postgres() as server, installation(server.create("bench_search")) as here:
        _measure("PostgreSQL", here, 1)


def _measure(database: str, here: Installation, texts: int) -> None:
    _file(here)
    wall, processor, slices = _prepare(here)
    rows: dict[str, list[float]] = {}
    for size in SIZES:
        _add(here, size, texts)
        gc.collect()
        for name, typed in TYPED.items():
            rows.setdefault(name, []).extend(_timed(lambda words=typed: _search(here, words)))
    head = ["looked for"]
    head += [f"{size:,} cases, {what}" for size in SIZES for what in ("ms", "ms of processor")]
    print_table(
        f"Search on {database}: all entries ready, {_entry_bytes(here):,} bytes each",
        (*head, f"grows, for {SIZES[-1] // SIZES[0]} times the cases", "of processor"),
        [[name, *times, times[2] / times[0], times[3] / times[1]] for name, times in rows.items()],
    )
    print(
        f"preparing: {wall / FILED * 1000:.2f} ms a case ({processor / FILED * 1000:.2f} of "
        f"processor), slices of {SLICE} in {median(slices):.0f} ms, the longest "
        f"{max(slices):.0f} ms\n"
    )


def _search(here: Installation, typed: str) -> None:
    """One search as its page makes it: three small units of work."""
    with here.office.desk(LOGIN) as work:
        search = begin_search(work, typed)
    with here.office.work(_officer(here), writes=False) as work:
        found = look_through(work, search)
    with here.office.desk(LOGIN) as work:
        page = search_cases(work, found, 1)
    if page.not_ready or page.closed:
        raise RuntimeError("not every entry was ready")


def _timed(call: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds by the wall and of processor, the medians, after one that warms up."""
    call()
    taken = []
    for _ in range(TIMES):
        begun, used = time.perf_counter(), time.process_time()
        call()
        taken.append((time.perf_counter() - begun, time.process_time() - used))
    return median(one * 1000 for one, _ in taken), median(one * 1000 for _, one in taken)


def _prepare(here: Installation) -> tuple[float, float, list[float]]:
    """Seconds by the wall and of processor for all that was filed, and milliseconds by slice."""
    with here.office.desk(LOGIN) as work:
        search = begin_search(work, "ถนน")
    with here.office.work(_officer(here), writes=False) as work:
        found = look_through(work, search)
    slices: list[float] = []
    begun, used = time.perf_counter(), time.process_time()
    while found.stale:
        slice_begun = time.perf_counter()
        with here.office.desk(LOGIN) as work:
            prepared = prepare_more(work, found)
        slices.append((time.perf_counter() - slice_begun) * 1000)
        with here.office.work(_officer(here), writes=False) as work:
            found = found.after(prepared, look_through(work, search, among=prepared))
    if len(found.places) != FILED:
        raise RuntimeError(f"{len(found.places)} cases of {FILED} are ready")
    return time.perf_counter() - begun, time.process_time() - used, slices


def _file(here: Installation) -> None:
    """So many real cases; the root of a code that nobody keeps stands for the slow hash."""
    draft = load_draft(Channel.CORRUPTION, {"narrative": WORDS, "subject": "ถนนบางกว่าแบบ"})
    for start in range(0, FILED, AT_A_TIME):
        with here.office.work(Reporter(here.office.agency_id)) as work:
            keyring = open_keyring(work, Channel.CORRUPTION)
            for _ in range(min(AT_A_TIME, FILED - start)):
                root = random_bytes(32)
                side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
                file_case(work, draft, keyring, Exclusions(), side, new_id())
                work.session.expunge_all()


def _add(here: Installation, size: int, texts: int) -> None:
    """As many cases as make up the size, and entries of the wanted length for all."""
    with here.office.desk(LOGIN) as work:
        entries = list(_entries(work, texts))
        for start in range(0, len(entries), AT_A_TIME):
            _lengthen(work, entries[start : start + AT_A_TIME])
        template = entries[0]
        have = work.session.scalars(select(func.count(SearchEntry.case_id))).one()
    for start in range(have, size, AT_A_TIME):
        with here.office.desk(LOGIN) as work:
            _copy(work, template, range(start, min(size, start + AT_A_TIME)))


def _entries(work: UnitOfWork, texts: int) -> Iterator[tuple[EntryPlace, CaseWords, int]]:
    """Every entry there is, with the words of so many texts and the room for them."""
    key = entry_key(work.officer().keys.pair_private)
    for row in work.rows(select(SearchEntry)):
        place = EntryPlace(row.officer_id, row.case_id, row.event_count, row.epoch)
        words = open_words(key, row.sealed, place)
        more = searchable(f"{number} {WORDS}" for number in range(1, texts))
        room = len(row.sealed) - len(seal_words(key, words, place, 0))
        grows = texts > 1 and room < 2 * FLOOR_BYTES
        yield (
            place,
            CaseWords(f"{words.text}\n{more}") if grows else words,
            room + (texts - 1) * FLOOR_BYTES if grows else room,
        )


def _lengthen(work: UnitOfWork, entries: list[tuple[EntryPlace, CaseWords, int]]) -> None:
    key = entry_key(work.officer().keys.pair_private)
    for place, words, room in entries:
        row = work.one(SearchEntry, officer_id=place.officer, case_id=place.case)
        sealed = seal_words(key, words, place, room)
        if len(sealed) != len(row.sealed):
            row.sealed = sealed
    work.session.flush()
    work.session.expunge_all()


def _copy(work: UnitOfWork, template: tuple[EntryPlace, CaseWords, int], numbers: range) -> None:
    """Rows of cases like one that was filed, with numbers of an earlier year."""
    place, words, room = template
    key = entry_key(work.officer().keys.pair_private)
    case = _columns(work.one(Complaint, id=place.case))
    share = _columns(work.one(KeyShare, case_id=place.case, holder_id=place.officer, kind=1))
    year = case["register_year_be"] - 1
    made = [new_id() for _ in numbers]
    cases = [
        case | {"id": one, "register_year_be": year, "register_number": number,
                "lookup_index": random_bytes(32)}
        for one, number in zip(made, numbers, strict=True)
    ]  # fmt: skip
    work.session.execute(insert(Complaint), cases)
    shares = [share | {"id": new_id(), "case_id": one, "is_checked": True} for one in made]
    work.session.execute(insert(KeyShare), shares)
    places = [EntryPlace(place.officer, one, place.event_count, place.epoch) for one in made]
    work.session.execute(
        insert(SearchEntry),
        [entry_row(work, one, seal_words(key, words, one, room)) for one in places],
    )


def _columns(row: Complaint | KeyShare) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}


def _entry_bytes(here: Installation) -> int:
    with here.office.desk(LOGIN) as work:
        return int(work.session.scalars(select(func.max(func.length(SearchEntry.sealed)))).one())


def _officer(here: Installation) -> OfficerActor:
    return here.office.officers[LOGIN]
