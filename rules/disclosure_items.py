"""The three disclosure items of the ITA assessment, by scheme and fiscal year.

Item numbers change almost every year, so they are looked up here by role and never written into
an address, a file name, a column or an identifier. A year whose manual is not out has no code.
The criteria are a self-check for the publisher: each says whether its words were seen in a
manual, are recalled, are what offices do, or are only advised; none is to be quoted as law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.words import Words
from rules.words.console import CRITERION_WORDS

NACC_LAO: Final = "nacc_lao"
"""The NACC's scheme for local administrative organizations."""

ITEM_ROLES: Final = ("guideline", "channel", "statistics")

SEEN: Final = "seen"
RECALLED: Final = "recalled"
PRACTICE: Final = "practice"
ADVISED: Final = "advised"
OWN: Final = "own"
BASES: Final = (SEEN, RECALLED, PRACTICE, ADVISED, OWN)
"""Where a criterion's words come from: a manual that was read, what is remembered of one, what
offices publish, what is safe to have; or the office wrote them itself."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing to be shown, and the name of the check that proves it (`disclosure_checks`).

    `check` "" is for what only a person can see.
    """

    words: Words
    check: str
    basis: str = SEEN

    @property
    def is_asked(self) -> bool:
        """Whether a manual asks for it, as far as is known; the rest is advice."""
        return self.basis in (SEEN, RECALLED, OWN)


@dataclass(frozen=True, slots=True)
class DisclosureItem:
    """One page to publish: what it is, its code of that year (None: not announced), its tests."""

    role: str
    code: str | None
    label: Words
    criteria: tuple[Criterion, ...]
    wording_of: int = 2566

    @property
    def announced(self) -> bool:
        """Whether the year's code is known."""
        return self.code is not None


LABELS: Final[Mapping[str, Words]] = {
    "guideline": Words(
        "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Guideline for handling corruption and misconduct complaints",
    ),
    "channel": Words(
        "ช่องทางแจ้งเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Channel for corruption and misconduct complaints",
    ),
    "statistics": Words(
        "ข้อมูลสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ",
        "Statistics of corruption and misconduct complaints",
    ),
}


def _criteria(basis: str, *checks: str) -> tuple[Criterion, ...]:
    return tuple(Criterion(CRITERION_WORDS[check], check, basis) for check in checks)


_FOUR_ELEMENTS: Final = _criteria(
    SEEN, "guideline_filing", "guideline_steps", "guideline_unit", "guideline_time"
)
_FIVE_ELEMENTS: Final = (
    *_criteria(RECALLED, "guideline_prepare"),
    *_criteria(SEEN, "guideline_filing"),
    *_criteria(RECALLED, "guideline_channels"),
    *_FOUR_ELEMENTS[1:],
)
"""The union of the manual of 2566 and the five elements that are recalled of 2567 and after."""
_PROTECTION: Final = _criteria(ADVISED, "guideline_protection")

_ONLINE_APART_LINKED: Final = _criteria(SEEN, "channel_online", "channel_apart", "channel_linked")

_COUNTS: Final = _criteria(
    SEEN,
    "statistics_total",
    "statistics_completed",
    "statistics_progress",
    "statistics_period",
    "statistics_zero",
)
_DATED_AND_REUSABLE: Final = _criteria(PRACTICE, "statistics_dated", "statistics_files")
_WHOLE_YEAR_BEFORE: Final = _criteria(PRACTICE, "statistics_whole_year")

CRITERIA: Final[Mapping[str, tuple[Criterion, ...]]] = {
    "guideline": (*_FIVE_ELEMENTS, *_PROTECTION),
    "channel": _ONLINE_APART_LINKED,
    "statistics": (*_COUNTS, *_WHOLE_YEAR_BEFORE, *_DATED_AND_REUSABLE),
}
"""What the newest year known asks for; a year that is not announced is prepared by it."""

_OF_2566: Final[Mapping[str, tuple[Criterion, ...]]] = {
    "guideline": (*_FOUR_ELEMENTS, *_PROTECTION),
    "channel": _ONLINE_APART_LINKED,
    "statistics": (*_COUNTS, *_DATED_AND_REUSABLE),
}
_OF_2567: Final[Mapping[str, tuple[Criterion, ...]]] = {
    **_OF_2566,
    "guideline": CRITERIA["guideline"],
}


def _year(
    codes: tuple[str | None, str | None, str | None],
    criteria: Mapping[str, tuple[Criterion, ...]],
    channel_wording_of: int = 2566,
) -> Mapping[str, DisclosureItem]:
    read_in = {"channel": channel_wording_of}
    return {
        role: DisclosureItem(role, code, LABELS[role], criteria[role], read_in.get(role, 2566))
        for role, code in zip(ITEM_ROLES, codes, strict=True)
    }


_NOT_ANNOUNCED: Final = _year((None, None, None), CRITERIA, 2567)

SCHEMES: Final[Mapping[tuple[str, int], Mapping[str, DisclosureItem]]] = {
    (NACC_LAO, 2563): _year(("O29", "O30", "O31"), _OF_2566),
    (NACC_LAO, 2564): _year(("O29", "O30", "O31"), _OF_2566),
    (NACC_LAO, 2565): _year(("O29", "O30", "O31"), _OF_2566),
    (NACC_LAO, 2566): _year(("O29", "O30", "O31"), _OF_2566),
    (NACC_LAO, 2567): _year(("O26", "O27", "O28"), _OF_2567, 2567),
    (NACC_LAO, 2568): _year(("O17", "O18", "O19"), _OF_2567, 2567),
    (NACC_LAO, 2569): _year(("O16", "O17", "O18"), CRITERIA, 2567),
    (NACC_LAO, 2570): _NOT_ANNOUNCED,
}


def item(scheme: str, fiscal_year: int, role: str) -> DisclosureItem:
    """The item with that role; years after the last one known have no code yet.

    An unknown scheme or role, and a year before the scheme began, raise KeyError.
    """
    known = [year for name, year in SCHEMES if name == scheme]
    if known and fiscal_year > max(known):
        return _NOT_ANNOUNCED[role]
    return SCHEMES[scheme, fiscal_year][role]


def unnumbered(role: str) -> DisclosureItem:
    """The item of a scheme that nothing is shipped for: the same page, its number to be typed."""
    return _NOT_ANNOUNCED[role]
