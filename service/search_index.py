"""The words of an officer's cases, brought up to date in the officer's own entries (ADR 13).

Nothing of identity or contact is ever among the words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import func, select

from crypto.envelope import ObjectType, prefix_bytes
from models.complaint import Attachment, Complaint, SealedObject
from models.history import CaseEvent
from models.officer import Officer
from rules.numbering import receipt_no
from rules.search_text import searchable
from service.attach_evidence import neutral_name
from service.blind_list import learn_blind_cases
from service.case_holders import with_ready_keys
from service.case_index import of_ids
from service.case_keys import CaseKeys, open_keys_of
from service.errors import NotFound, Unreadable
from service.search_entries import (
    CaseWords,
    EntryPlace,
    dummy_entry,
    entry_key,
    entry_row,
    replace_entries,
    seal_words,
)
from service.unit_of_work import UnitOfWork

SLICE: Final = 40
"""Cases prepared in one transaction: others who write wait for a tenth of a second."""

REPORT_TEXTS: Final = (
    "subject", "narrative", "sent_from", "accused", "accused_unit", "place", "damage",
    "witnesses", "evidence_described", "reported_elsewhere", "desired_outcome",
)  # fmt: skip
_TALK: Final = (ObjectType.TO_REPORTER, ObjectType.FROM_REPORTER, ObjectType.INTERNAL)
INDEXED: Final = (ObjectType.REPORT, *_TALK)
# To the case and to the reporter; all the others to the case alone.
_RECIPIENTS: Final = {ObjectType.TO_REPORTER: 2}

# The receipt number, which no sealed text pays for, and what a text of one letter may grow by.
_MARGIN_BYTES: Final = 128
# Ids, days and codes of our own that stand in records beside what people wrote.
_OURS: Final = re.compile(
    r"[0-9a-f]{32,}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.+Z-]*)?|[a-z_]+(/[0-9]+)?"
)


def prepare(work: UnitOfWork, case_ids: Sequence[bytes]) -> None:
    """Write the officer's entries of these cases as they stand now, real ones and dummies.

    A case that somebody is changing at this moment is left out. The caller writes the access log.
    """
    officer = work.officer()
    # One at a time writes an officer's entries, and nobody takes a share away meanwhile.
    work.session.execute(
        select(Officer.id).where(Officer.id == officer.officer_id).with_for_update()
    )
    cases = work.rows(of_ids(case_ids).with_for_update(read=True, skip_locked=True))
    blind = set(learn_blind_cases(work))
    rooms = rooms_of(work, [case.id for case in cases])
    words = _words_of(with_ready_keys(work), [case for case in cases if case.id not in blind])
    key = entry_key(officer.keys.pair_private)
    rows = []
    for case in cases:
        place = EntryPlace(officer.officer_id, case.id, case.event_count, case.epoch)
        room, found = rooms.get(case.id, _MARGIN_BYTES), words.get(case.id)
        sealed = seal_words(key, found, place, room) if found else dummy_entry(room)
        rows.append(entry_row(work, place, sealed))
    replace_entries(work, rows)


def rooms_of(work: UnitOfWork, case_ids: Sequence[bytes]) -> Mapping[bytes, int]:
    """How many bytes of words an entry of each case has room for, from what stands in clear.

    As many as its sealed texts have together, so that whatever they hold fits.
    """
    rows = work.session.execute(
        select(
            SealedObject.case_id,
            SealedObject.type,
            func.count(SealedObject.id),
            func.sum(func.length(SealedObject.sealed)),
        )
        .where(
            SealedObject.case_id.in_(case_ids),
            SealedObject.type.in_([int(one) for one in INDEXED]),
        )
        .group_by(SealedObject.case_id, SealedObject.type)
    )
    rooms: dict[bytes, int] = {}
    for case_id, type_, count, size in rows:
        heads = count * prefix_bytes(_RECIPIENTS.get(ObjectType(type_), 1))
        rooms[case_id] = rooms.get(case_id, _MARGIN_BYTES) + int(size) - heads
    return rooms


def _words_of(work: UnitOfWork, cases: Sequence[Complaint]) -> Mapping[bytes, CaseWords]:
    """The words by case; a case that was tampered with does not stop the others."""
    keys = {one.case.id: one for one in _keys(work, cases)}
    bodies = _bodies(work, list(keys))
    found = {}
    for case in cases:
        try:
            texts = list(_texts(keys[case.id], bodies.get(case.id, ())))
            found[case.id] = CaseWords(searchable(texts))
        except (KeyError, Unreadable):
            found[case.id] = CaseWords("", is_closed=True)
    return found


def _keys(work: UnitOfWork, cases: Sequence[Complaint]) -> list[CaseKeys]:
    """The keys of these cases; halved and tried again where one of them does not open."""
    try:
        return list(open_keys_of(work, cases).values()) if cases else []
    except (NotFound, Unreadable):
        if len(cases) == 1:
            return []
    middle = len(cases) // 2
    return _keys(work, cases[:middle]) + _keys(work, cases[middle:])


def _bodies(work: UnitOfWork, ids: Sequence[bytes]) -> Mapping[bytes, list[SealedObject]]:
    """The sealed texts of each case to which its chain or its list of files points.

    Anybody can seal words to a case: what only lies there was put there by nobody we know.
    """
    told = select(CaseEvent.object_id).where(CaseEvent.case_id.in_(ids))
    files = select(Attachment.meta_object_id).where(Attachment.case_id.in_(ids))
    pointed_at = {*work.rows(told), *work.rows(files)}
    bodies: dict[bytes, list[SealedObject]] = {}
    for row in work.rows(
        select(SealedObject).where(
            SealedObject.case_id.in_(ids), SealedObject.type.in_([int(one) for one in INDEXED])
        )
    ):
        if row.id in pointed_at or row.type == int(ObjectType.REPORT):
            bodies.setdefault(row.case_id, []).append(row)
    return bodies


def _texts(keys: CaseKeys, bodies: Iterable[SealedObject]) -> Iterator[str]:
    yield receipt_no(keys.case.register_number, keys.case.register_year_be)
    for row in bodies:
        record = keys.open(row)
        if row.type == int(ObjectType.REPORT):
            yield from (str(record.get(name, "")) for name in REPORT_TEXTS)
        else:
            yield from _written(record)


def _written(record: Mapping[str, Any]) -> Iterator[str]:
    """What people wrote in a record: its text, and whatever else is no code of ours."""
    text = str(record.get("text", ""))
    yield text
    if "media_type" in record:
        yield neutral_name(int(record["number"]), str(record["extension"]))
        return
    yield from (one for one in _strings(record) if one not in text and not _OURS.fullmatch(one))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
