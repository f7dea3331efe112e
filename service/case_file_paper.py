"""A whole case as one official paper, in the order in which an office files it.

It holds what the officer reads of the case and never who reported: no identity, no contact, not
the minute of sending, and no name of a named reporter where somebody wrote it into the words.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from rules.official_paper import HEADING, ITEM, PARAGRAPH, TABLE, OfficialPaper, Piece
from rules.paper_kinds import Layout
from rules.states import Channel, EventKind
from rules.thai_time import long_date, short_date, to_arabic_digits
from rules.words import CASE_FILE, CHANNELS, IDENTITY_MODES
from rules.words.case_papers import FILE_LABELS, FILE_PARTS, HIDDEN, STEP_STANDINGS, TITLES
from service.paper_record import with_words
from service.views import Answer, Line, OpenCase

_LEAST_LETTERS: Final = 4
_DAYS: Final = ("incident_from", "incident_to")
_TITLE: Final = re.compile(rf"^(?:{'|'.join(map(re.escape, TITLES))})\s*")
_PARTS: Final[Mapping[str, frozenset[EventKind]]] = {
    "committee": frozenset({EventKind.FACT_FINDING_STARTED, EventKind.COMMITTEE_APPOINTED}),
    "finding": frozenset({EventKind.GROUNDS_FOUND, EventKind.NO_GROUNDS_FOUND}),
    "follow_ups": frozenset({EventKind.FOLLOW_UP_STARTED, EventKind.FOLLOW_UP_STEPPED}),
    "outside": frozenset(
        {
            EventKind.SENDER_ANSWERED,
            EventKind.FORWARD_ACKNOWLEDGED,
            EventKind.FORWARD_ANSWERED,
        }
    ),
    "papers": frozenset({EventKind.PAPER_ISSUED}),
}
"""The parts of the office's own words that have a place of their own, by their events."""


def case_file_paper(
    case: OpenCase, intake: Sequence[Answer], contact: Iterable[str], agency: str
) -> OfficialPaper:
    """The case as a paper of layout FILE; `contact` is what must stand nowhere on it."""
    is_corruption = case.channel is Channel.CORRUPTION
    paper = OfficialPaper(
        layout=Layout.FILE,
        agency=agency,
        title=FILE_PARTS["title" if is_corruption else "title_grievance"].th,
        subject=case.subject,
        day=None,
        document_no=case.receipt_no,
        body=tuple(_pieces(case, intake)),
    )
    return with_words(with_words(paper, to_arabic_digits), _hider(contact))


def _pieces(case: OpenCase, intake: Sequence[Answer]) -> Iterator[Piece]:
    yield from _part("cover", [_cover(case), Piece(PARAGRAPH, FILE_LABELS["without"].th)])
    yield from _part("intake", _answers(intake), needed=False)
    yield from _part("told", _answers(case.answers))
    yield from _part("talk", _said(case.conversation))
    notes = _by_part(case.notes)
    yield from _part("memos", _said(notes["memos"]))
    for part in _PARTS:
        yield from _part(part, _said(notes[part]), needed=False)
    yield from _part("files", [_files(case)] if case.attachments else [])
    yield from _part("steps", [_steps(case)])
    yield from _part("history", [_history(case)])


def _part(name: str, pieces: Iterable[Piece], *, needed: bool = True) -> Iterator[Piece]:
    """The pieces under their heading; a part that need not be there is left out when empty."""
    found = list(pieces)
    if found or needed:
        yield Piece(HEADING, FILE_PARTS[name].th)
        yield from found or [Piece(PARAGRAPH, FILE_PARTS["nothing"].th)]


def _cover(case: OpenCase) -> Piece:
    mode = IDENTITY_MODES.get(case.identity_mode)
    told = (
        ("number", case.receipt_no),
        ("channel", CHANNELS[case.channel.value].th),
        ("state", case.state_words.th),
        ("mode", mode.th if mode else ""),
        ("received_on", long_date(case.received_on)),
        ("due_on", long_date(case.due_on) if case.due_on else ""),
        ("answered_on", long_date(case.answered_on) if case.answered_on else ""),
        ("case_officer", case.case_officer),
    )
    rows = ((FILE_LABELS[name].th, text) for name, text in told if text)
    return _table(("topic", "what"), rows)


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Piece:
    return Piece(TABLE, rows=(tuple(FILE_LABELS[name].th for name in heads), *rows))


def _answers(answers: Iterable[Answer]) -> Iterator[Piece]:
    for answer in answers:
        yield from _paragraphs(f"{answer.label.th}: {_shown(answer)}")


def _shown(answer: Answer) -> str:
    """An answer's words; days as Thai writes them."""
    return long_date(date.fromisoformat(answer.text)) if answer.field in _DAYS else answer.text


def _said(lines: Iterable[Line]) -> Iterator[Piece]:
    for line in lines:
        who = CASE_FILE[line.author].th
        yield Piece(ITEM, f"{short_date(line.day)} · {who} · {line.title.th}")
        yield from _paragraphs(line.text)


def _paragraphs(text: str) -> Iterator[Piece]:
    for line in text.splitlines():
        if line.strip():
            yield Piece(PARAGRAPH, line.strip())


def _by_part(notes: Iterable[Line]) -> Mapping[str, list[Line]]:
    places = {kind.tag: part for part, kinds in _PARTS.items() for kind in kinds}
    found: dict[str, list[Line]] = {part: [] for part in ("memos", *_PARTS)}
    for note in notes:
        found[places.get(note.kind, "memos")].append(note)
    return found


def _files(case: OpenCase) -> Piece:
    rows = ((one.name, short_date(one.day), one.tag.th) for one in case.attachments)
    return _table(("file", "added", "cleaning"), rows)


def _steps(case: OpenCase) -> Piece:
    rows = ((one.title.th, STEP_STANDINGS[one.standing].th) for one in case.steps)
    return _table(("step", "standing"), rows)


def _history(case: OpenCase) -> Piece:
    rows = ((short_date(one.day), one.title.th, one.by) for one in reversed(case.history))
    return _table(("day", "event", "by"), rows)


def _hider(contact: Iterable[str]) -> Callable[[str], str]:
    """What takes these words out of a text, however their digits were typed."""
    plain = {to_arabic_digits(one.strip()) for one in contact}
    hidden = sorted(plain | {_TITLE.sub("", one) for one in plain}, key=len, reverse=True)

    def hide(words: str) -> str:
        for one in hidden:
            if len(one) >= _LEAST_LETTERS:
                words = words.replace(one, HIDDEN)
        return words

    return hide
