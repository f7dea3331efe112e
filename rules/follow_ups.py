"""What is done after grounds were found, until its end: five small tables of steps.

A follow-up is against one person: several respondents have several. Discipline, tort and crime
run side by side. Elected persons have no discipline: they are reported to the authority that
supervises the office. A finding of the NACC is a fact for discipline: the penalty is ordered
within 30 days without another inquiry, and a copy sent within 15 (Organic Act 2561, s. 98).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FollowUpKind(StrEnum):
    """Which way is gone."""

    DISCIPLINE = "discipline"
    TORT = "tort"
    CRIME = "crime"
    SUPERVISING = "supervising"
    NACC = "nacc"


class Gravity(StrEnum):
    """How grave a breach of discipline is."""

    MINOR = "minor"
    GROSS = "gross"


PENALTIES: Final[Mapping[Gravity, tuple[str, ...]]] = {
    Gravity.MINOR: ("reprimand", "pay_cut", "step_reduction"),
    Gravity.GROSS: ("removal", "dismissal"),
}
ADDRESSEES: Final[Mapping[FollowUpKind, tuple[str, ...]]] = {
    FollowUpKind.CRIME: ("police", "nacc", "pacc"),
    FollowUpKind.SUPERVISING: ("district", "province"),
}
"""To whom a step that asks for an addressee may go."""

FIELDS: Final = (
    "respondent", "post", "gravity", "penalty", "amount", "addressee", "document_no",
    "document_date", "note",
)  # fmt: skip
"""What a step may carry, in the order in which a page asks for it."""

NOT_OPENED: Final = ""
OPEN: Final = "open"
DROP: Final = "drop"
DROPPED: Final = "dropped"


@dataclass(frozen=True, slots=True)
class FollowUpStep:
    """One row: from which stages a step leads to which, and what has to be said with it.

    `settled` is the stage reached in the place of `target` once nothing is left to be paid.
    """

    name: str
    sources: frozenset[str]
    target: str
    needs: frozenset[str]
    settled: str = ""

    @property
    def asks(self) -> tuple[str, ...]:
        """Every field of the step, in order; a note may always be added."""
        return tuple(name for name in FIELDS if name in self.needs or name == "note")


_LETTER: Final = "document_no document_date"
_WHO: Final = "respondent post"


def _step(name: str, sources: str, target: str, needs: str, settled: str = "") -> FollowUpStep:
    return FollowUpStep(name, frozenset(sources.split()), target, frozenset(needs.split()), settled)


def _opened(target: str, needs: str = "") -> FollowUpStep:
    return FollowUpStep(OPEN, frozenset({NOT_OPENED}), target, frozenset(f"{_WHO} {needs}".split()))


_K = FollowUpKind

STEPS: Final[Mapping[FollowUpKind, tuple[FollowUpStep, ...]]] = {
    _K.DISCIPLINE: (
        _opened("opened"),
        _step("appoint_inquiry", "opened", "inquiry", f"gravity {_LETTER}"),
        _step("report_inquiry", "inquiry", "reported", "document_date note"),
        _step("order_penalty", "reported", "penalty_ordered", f"gravity penalty {_LETTER}"),
        _step("no_penalty", "reported", "no_penalty", "note document_date"),
        _step("carry_out", "penalty_ordered", "carried_out", "document_date"),
        _step(DROP, "opened inquiry reported penalty_ordered", DROPPED, "note"),
    ),
    _K.TORT: (
        _opened("opened"),
        _step("appoint_liability", "opened", "liability", _LETTER),
        _step("decide_liability", "liability", "liable", "amount document_date note"),
        _step("not_liable", "liability", "not_liable", "document_date note"),
        _step("demand_payment", "liable", "demanded", _LETTER),
        _step("receive_payment", "demanded", "demanded", f"amount {_LETTER}", "recovered"),
        _step(DROP, "opened liability liable demanded", DROPPED, "note"),
    ),
    _K.CRIME: (
        _opened("opened"),
        _step("refer", "opened", "referred", f"addressee {_LETTER}"),
        _step("acknowledge", "referred", "acknowledged", "document_date"),
        _step("result", "referred acknowledged", "result_known", "document_date note"),
        _step(DROP, "opened referred acknowledged", DROPPED, "note"),
    ),
    _K.SUPERVISING: (
        _opened("reported_up", f"addressee {_LETTER}"),
        _step("answered_down", "reported_up", "answered", f"{_LETTER} note"),
        _step(DROP, "reported_up", DROPPED, "note"),
    ),
    # A duty of the law is not dropped: it is answered, at the least with why no order was made.
    _K.NACC: (
        _opened("arrived", _LETTER),
        _step("order_penalty", "arrived", "penalty_ordered", f"gravity penalty {_LETTER}"),
        _step("answer_nacc", "arrived", "answered", f"{_LETTER} note"),
        _step("send_copy", "penalty_ordered", "copy_sent", _LETTER),
    ),
}

ENDS: Final[Mapping[FollowUpKind, frozenset[str]]] = {
    _K.DISCIPLINE: frozenset({"no_penalty", "carried_out", DROPPED}),
    _K.TORT: frozenset({"not_liable", "recovered", DROPPED}),
    _K.CRIME: frozenset({"result_known", DROPPED}),
    _K.SUPERVISING: frozenset({"answered", DROPPED}),
    _K.NACC: frozenset({"answered", "copy_sent"}),
}
"""The stages after which nothing more is done."""


def steps_from(kind: FollowUpKind, stage: str) -> tuple[FollowUpStep, ...]:
    """The steps that may be taken from that stage, the usual one first."""
    return tuple(step for step in STEPS[kind] if stage in step.sources)


def find_step(kind: FollowUpKind, stage: str, name: str) -> FollowUpStep | None:
    """The row for that step from that stage, or None when the table has none."""
    return next((step for step in steps_from(kind, stage) if step.name == name), None)


def stage_after(step: FollowUpStep, left_to_pay: int) -> str:
    """The stage after a step, when so much is left to be paid after it."""
    return step.settled if step.settled and left_to_pay == 0 else step.target


def is_ended(kind: FollowUpKind, stage: str) -> bool:
    """Whether nothing more is to be done."""
    return stage in ENDS[kind]


def fits(gravity: str, penalty: str) -> bool:
    """Whether that penalty may be given for a breach of that gravity."""
    return gravity in tuple(Gravity) and penalty in PENALTIES[Gravity(gravity)]


def left_to_pay(moneys: Iterable[tuple[str, int]]) -> int:
    """What is still owed after these (step, satang): the sum decided less what was received."""
    owed = 0
    for name, satang in moneys:
        owed += satang if name == "decide_liability" else -satang
    return owed
