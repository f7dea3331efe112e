"""Which papers can be made of a case as it stands."""

from dataclasses import dataclass
from typing import Final

from rules.intake import Source
from rules.paper_kinds import TO_REPORTER, PaperKind
from rules.states import Channel, EventKind, Move, State, is_open, transition
from rules.words.case_papers import NOT_READY, PAPER_HINTS, PAPERS
from service.forwarding import FORM as FORWARD_FORM
from service.paper_material import RESULTS, Material

_FRESH: Final = frozenset({State.RECEIVED, State.SCREENING, State.INFO_REQUESTED, State.MERGED})


@dataclass(frozen=True)
class PaperOffer:
    """One paper that can be made now; `missing` is a key of `words.NOT_READY`, or ""."""

    kind: PaperKind
    missing: str = ""

    @property
    def title(self) -> str:
        """What the paper is, in Thai."""
        return PAPERS[self.kind.value].th

    @property
    def hint(self) -> str:
        """What it is for, in Thai."""
        return PAPER_HINTS[self.kind.value].th

    @property
    def note(self) -> str:
        """What the case does not hold for it yet, in Thai."""
        return NOT_READY[self.missing].th if self.missing else ""

    @property
    def to_reporter(self) -> bool:
        """Whether it goes to the reporter."""
        return self.kind in TO_REPORTER


def offers(material: Material) -> tuple[PaperOffer, ...]:
    """The papers that can be made now, in the order of their kinds."""
    return tuple(found for kind in PaperKind if (found := _offer(material, kind)) is not None)


def _offer(material: Material, kind: PaperKind) -> PaperOffer | None:
    if kind is PaperKind.LETTER_PROGRESS:
        return _while_open(material, kind, EventKind.PROGRESS_NOTIFIED)
    if kind is PaperKind.LETTER_DELAY:
        told = (EventKind.DELAY_EXPLAINED, EventKind.CLOCK_EXTENDED)
        return _while_open(material, kind, *told)
    if kind is PaperKind.RESULT_NOTICE:
        return _result(material)
    if kind is PaperKind.COVER_LETTER:
        recorded = bool(material.newest(FORWARD_FORM))
        return _or_by_hand(material, kind, recorded, "no_forwarding", Move.FORWARD)
    if kind is PaperKind.APPOINTMENT_ORDER:
        ordering = (Move.START_FACT_FINDING, Move.APPOINT_COMMITTEE)
        return _or_by_hand(material, kind, material.committee is not None, "no_order", *ordering)
    if kind is PaperKind.ACCESS_ANSWER and material.redacted_on is None:
        return None
    if kind is PaperKind.REPLY_TO_SENDER and not _is_referred(material):
        return None
    return PaperOffer(kind)


def _while_open(material: Material, kind: PaperKind, *told: EventKind) -> PaperOffer | None:
    is_there = is_open(_state(material)) or material.newest_told(*told)
    return PaperOffer(kind) if is_there else None


def _result(material: Material) -> PaperOffer | None:
    if material.newest_told(*RESULTS):
        return PaperOffer(PaperKind.RESULT_NOTICE)
    if _state(material) in _FRESH:
        return None
    return PaperOffer(PaperKind.RESULT_NOTICE, "no_result")


def _or_by_hand(
    material: Material, kind: PaperKind, recorded: bool, missing: str, *moves: Move
) -> PaperOffer | None:
    """The paper once it is on record; before, while its move can be made, with rows of dots."""
    if recorded:
        return PaperOffer(kind)
    channel = Channel(material.keys.case.channel)
    may_come = any(transition(channel, _state(material), move) for move in moves)
    return PaperOffer(kind, missing) if may_come else None


def _is_referred(material: Material) -> bool:
    intake = material.report.get("intake") or {}
    return bool(intake.get("source") == Source.REFERRED_IN)


def _state(material: Material) -> State:
    return State(material.keys.case.state)
