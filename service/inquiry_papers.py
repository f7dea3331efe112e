"""The screening memo and the finding with its reasons: papers in parts, sealed to the case."""

from collections.abc import Mapping
from typing import Any

from crypto.envelope import ObjectType
from rules import words
from rules.categories import SCREENING_POINTS, codes
from rules.states import IdentityMode, Move
from rules.words import Words
from service.case_events import append_event
from service.case_lines import open_report
from service.errors import NotAllowed
from service.inquiry_inputs import Typed
from service.moving import Moving, begin_move, seal_words
from service.unit_of_work import UnitOfWork

MEMO_FORM = "memo/1"
FINDING_FORM = "finding/1"
POINT_FIELDS = ("screening_evidence", "screening_circumstances", "screening_witness")
_FINDINGS = {Move.FIND_GROUNDS: "grounds", Move.FIND_NO_GROUNDS: "no_grounds"}


def write_screening_memo(
    work: UnitOfWork, case_id: str, mapping: Mapping[str, Any], event_count: int
) -> None:
    """The memo on record: facts, opinion, proposal; the three points for an anonymous report.

    Raises InvalidInput naming what is missing, and what every move may raise.
    """
    moving = begin_move(work, case_id, Move.SCREENING_MEMO, event_count)
    mode = IdentityMode(open_report(work, moving.keys)["identity_mode"])
    typed = Typed(mapping)
    memo = {name: typed.words(name) for name in ("facts", "opinion")}
    memo["proposal"] = typed.choice("proposal", tuple(words.PROPOSALS))
    must_answer = mode is IdentityMode.ANONYMOUS
    answers = {name: typed.choice(name, ("yes", "no"), needed=must_answer) for name in POINT_FIELDS}
    typed.check()
    points = dict(zip(codes(SCREENING_POINTS), answers.values(), strict=True))
    record: dict[str, Any] = {"form": MEMO_FORM} | memo
    record["screening"] = {point: answer == "yes" for point, answer in points.items() if answer}
    _append(work, moving, record, _memo_lines(memo, answers))


def record_finding(
    work: UnitOfWork, case_id: str, move: Move, mapping: Mapping[str, Any], event_count: int
) -> None:
    """The finding on record: what was examined and found, why, and which offence it may be.

    Raises InvalidInput naming what is missing, and what every move may raise.
    """
    if move not in _FINDINGS:
        raise NotAllowed
    moving = begin_move(work, case_id, move, event_count)
    typed = Typed(mapping)
    parts = {name: typed.words(name) for name in ("examined", "found", "reasons")}
    if move is Move.FIND_GROUNDS:
        parts["offence"] = typed.words("offence")
    typed.check()
    record = {"form": FINDING_FORM, "finding": _FINDINGS[move]} | parts
    lines = [(words.FINDING_FIELDS[name], text) for name, text in parts.items()]
    _append(work, moving, record, lines)
    moving.case.awaits = "office"


def _memo_lines(memo: Mapping[str, str], answers: Mapping[str, str]) -> list[tuple[Words, str]]:
    proposal = words.PROPOSALS[memo["proposal"]].th
    lines = [
        (point.words, words.ANSWERS[answer].th)
        for point, answer in zip(SCREENING_POINTS, answers.values(), strict=True)
        if answer
    ]
    shown = dict(memo) | {"proposal": proposal}
    return [*lines, *((label, shown[name]) for name, label in words.MEMO_FIELDS.items())]


def _append(
    work: UnitOfWork, moving: Moving, record: dict[str, Any], lines: list[tuple[Words, str]]
) -> None:
    """Append the paper; its parts stand in the case's notes one under the other."""
    record["text"] = "\n".join(f"{label.th}: {text}" for label, text in lines)
    body = seal_words(work, moving.case, ObjectType.INTERNAL, record)
    append_event(work, moving.case, moving.row.event, body=body, by=moving.acting)
    moving.case.reporter_spoke = False
