"""The privacy notice as blocks: from what the office has set, and from what the program does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.document import HEADING, LIST, OWN, TABLE, TEXT, Block
from rules.guideline import filled, role_words
from rules.limits import SESSION_HOURS
from rules.permissions import Role
from rules.retention import RetentionKind
from rules.words import Words
from rules.words import privacy as words
from rules.words import privacy_rights as said

BY_TWO_PERSONS: Final = frozenset(
    {RetentionKind.CLOSED, RetentionKind.NOT_ACCEPTED, RetentionKind.FORWARDED}
)
"""Classes of which nothing goes by itself."""

_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class PrivacyFacts:
    """What the notice says of one office.

    `officer_ways` are (kind, value) of whoever answers for personal data, the post among them,
    empty where nobody is named; `office_ways` those of the office. `posts` tells by role who holds
    it now; `authority` takes what is about the head, None for nobody; `months` are the office's
    periods, `message_days` what messages to officers are kept for; `own` is its paragraph.
    """

    agency: Words
    officer_ways: tuple[tuple[str, str], ...]
    office_ways: tuple[tuple[str, str], ...]
    posts: Mapping[Role, tuple[str, ...]]
    authority: Words | None
    takes_corruption: bool
    takes_grievances: bool
    tells_by_line: bool
    months: Mapping[RetentionKind, int]
    message_days: int
    own: Words | None


def privacy_blocks(office: PrivacyFacts) -> tuple[Block, ...]:
    """The whole notice: three points first, then each section under its anchor."""
    parts = {
        "collected": [Block(LIST, items=words.COLLECTED)],
        "never": [Block(LIST, items=words.NEVER)],
        "why": [Block(LIST, items=words.WHY), Block(TEXT, words.BASIS)],
        "readers": _readers(office),
        "given": _given(office),
        "kept": _kept(office),
        "safety": [Block(LIST, items=said.SAFETY)],
        "limits": [Block(LIST, items=said.LIMITS)],
        "rights": _rights(),
        "named": [Block(LIST, items=said.NAMED)],
        "contact": _contact(office),
    }
    blocks = [Block(TEXT, filled(words.LEAD, agency=office.agency)), Block(LIST, items=words.SHORT)]
    for number, (anchor, heading) in enumerate(words.HEADINGS.items(), start=1):
        numbered = Words(f"{number}. {heading.th}", f"{number}. {heading.en}")
        blocks += [Block(HEADING, numbered, anchor=anchor), *parts[anchor]]
    return tuple(blocks)


def period_words(months: int) -> Words:
    """So many months as people say them: whole years as years."""
    years, rest = divmod(months, _MONTHS_A_YEAR)
    whole = said.ONE_YEAR if years == 1 else filled(said.YEARS, years=years)
    part = said.ONE_MONTH if rest == 1 else filled(said.MONTHS, months=rest)
    if not rest:
        return whole
    return Words(f"{whole.th} {part.th}", f"{whole.en} {part.en}") if years else part


def _readers(office: PrivacyFacts) -> list[Block]:
    blocks = [Block(TEXT, words.READERS)]
    if office.takes_grievances:
        blocks.append(Block(TEXT, words.GRIEVANCE_READERS))
    rows = tuple(
        (role_words((role,)), _posts(office, role), what)
        for code, what in words.WHAT_THEY_READ.items()
        if _is_at_work(office, role := Role(code))
    )
    return [
        *blocks,
        Block(TABLE, head=words.READER_HEAD, rows=rows, anchor="readers"),
        Block(TEXT, words.NUMBERS_ONLY),
        Block(TEXT, words.NAMES),
        Block(TEXT, words.NAMED_MODE),
    ]


def _is_at_work(office: PrivacyFacts, role: Role) -> bool:
    return role is not Role.GRIEVANCE or office.takes_grievances


def _posts(office: PrivacyFacts, role: Role) -> Words:
    if role is Role.COMMITTEE:
        return words.BY_ORDER
    posts = office.posts.get(role, ())
    return _same("\n".join(posts)) if posts else words.NOBODY


def _given(office: PrivacyFacts) -> list[Block]:
    outward = [filled(words.GIVEN_OUTWARD, authority=office.authority)] if office.authority else []
    by_line = [words.GIVEN_LINE] if office.tells_by_line else []
    items = (
        words.GIVEN, *outward, words.GIVEN_ACCUSED, words.GIVEN_COURT, words.GIVEN_MAIL, *by_line,
    )  # fmt: skip
    return [Block(LIST, items=items), Block(TEXT, words.NOT_SOLD)]


def _kept(office: PrivacyFacts) -> list[Block]:
    rows = [
        (
            said.KEPT[kind.value],
            period_words(office.months[kind]),
            said.BY_TWO if kind in BY_TWO_PERSONS else said.GOES_BY_ITSELF,
        )
        for kind in RetentionKind
    ]
    rows += [
        (said.MESSAGES, filled(said.DAYS, days=office.message_days), said.GOES_BY_ITSELF),
        (said.SESSIONS, filled(said.HOURS, hours=SESSION_HOURS), said.GOES_BY_ITSELF),
        (said.SEALED_CODE, said.NO_LONGER, said.GOES_BY_ITSELF),
        (said.FOLLOW_COOKIE, said.FIFTEEN_MINUTES, said.GOES_BY_ITSELF),
        (said.NUMBERS, said.AS_LONG_AS, said.NUMBERS_KEPT),
        (said.SURVEY, said.AS_LONG_AS, said.SURVEY_KEPT),
    ]
    return [
        Block(TABLE, head=said.KEPT_HEAD, rows=tuple(rows), anchor="kept"),
        Block(TEXT, said.KEPT_COUNTED),
        Block(TEXT, said.KEPT_BACKUPS),
    ]


def _rights() -> list[Block]:
    return [
        Block(LIST, items=said.RIGHTS),
        Block(TEXT, said.RIGHTS_BY_CODE),
        Block(TEXT, said.RIGHTS_OTHERWISE),
    ]


def _contact(office: PrivacyFacts) -> list[Block]:
    named = [] if office.officer_ways else [Block(TEXT, said.NO_OFFICER)]
    has_a_way = any(kind != "post" for kind, _value in office.officer_ways)
    ways = (*office.officer_ways, *(() if has_a_way else office.office_ways))
    own = [Block(OWN, office.own, anchor="contact")] if office.own else []
    return [*named, _ways(ways), *own, Block(TEXT, said.CARE)]


def _ways(ways: tuple[tuple[str, str], ...]) -> Block:
    if not ways:
        return Block(TEXT, said.NO_WAY)
    rows = tuple((said.WAYS[kind], _same(value)) for kind, value in ways)
    return Block(TABLE, head=said.WAY_HEAD, rows=rows, anchor="contact")


def _same(text: str) -> Words:
    return Words(text, text)
