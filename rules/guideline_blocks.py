"""The guideline as blocks: from what the office has set, and from the tables it works by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules import clocks, follow_ups
from rules.categories import SCREENING_POINTS
from rules.clocks import ClockKind
from rules.document import HEADING, LIST, OWN, STEPS, TABLE, TEXT, Block
from rules.follow_ups import DROP, OPEN, FollowUpKind, Gravity
from rules.guideline import Step, filled, guideline_steps, joined, move_rows, role_words
from rules.intake import Source
from rules.permissions import Role
from rules.releases import TELL_LATER_DAYS_MOST
from rules.states import TABLE as MOVES
from rules.states import Channel
from rules.words import (
    CLOCKS,
    FOLLOW_UP_KINDS,
    FOLLOW_UP_STAGES,
    FOLLOW_UP_STEPS,
    PENALTIES,
    SOURCE_NAMES,
    Words,
)
from rules.words import guideline as words
from rules.words import guideline_tables as said

ANCHORS: Final = tuple(words.GUIDELINE_HEADINGS)
"""The sections, in order; an own paragraph names one of them."""

_BY_ORDER: Final = frozenset({Role.COMMITTEE})


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """What the guideline says of one office.

    `contacts` are (kind, value); `posts` tells by role who holds it now, by post; `authority`
    takes what is about the head, None for nobody; `own` are the office's paragraphs by section.
    """

    province: Words
    website: str
    contacts: tuple[tuple[str, str], ...]
    posts: Mapping[Role, tuple[str, ...]]
    authority: Words | None
    takes_corruption: bool
    takes_grievances: bool
    screening_days: int
    next_notice_days: int
    fact_finding_days: int
    own: Mapping[str, tuple[Words, ...]]


def guideline_blocks(office: OfficeFacts) -> tuple[Block, ...]:
    """The whole guideline: each section under its anchor, the office's own words at its end.

    Those on who is responsible come before the long tables: there an office names its unit.
    """
    parts = {
        "prepare": _prepare(),
        "how-to-file": _how_to_file(),
        "channels": _channels(office),
        "steps": _steps(office),
        "unit": _unit(office),
        "time": _time(office),
        "protection": _protection(),
        "after": _after(office),
        "contacts": _contacts(office),
    }
    blocks: list[Block] = []
    for number, anchor in enumerate(ANCHORS, start=1):
        heading = words.GUIDELINE_HEADINGS[anchor]
        numbered = Words(f"{number}. {heading.th}", f"{number}. {heading.en}")
        blocks.append(Block(HEADING, numbered, anchor=anchor))
        blocks += parts[anchor]
        blocks += [] if anchor == "unit" else _own(office, anchor)
    return tuple(blocks)


def _own(office: OfficeFacts, anchor: str) -> list[Block]:
    return [Block(OWN, words, anchor=anchor) for words in office.own.get(anchor, ())]


def _prepare() -> list[Block]:
    points = tuple(point.words for point in SCREENING_POINTS)
    return [
        Block(TEXT, words.PREPARE),
        Block(LIST, items=words.PREPARE_LIST),
        Block(TEXT, words.PREPARE_POINTS),
        Block(LIST, items=points),
        Block(TEXT, words.PREPARE_ID),
    ]


def _how_to_file() -> list[Block]:
    rows = tuple((SOURCE_NAMES[way], how) for way, how in words.OFFLINE_WAYS.items())
    return [
        Block(HEADING, words.ONLINE),
        Block(STEPS, items=words.ONLINE_STEPS),
        Block(HEADING, words.OFFLINE),
        Block(TABLE, head=_head("channel", "way"), rows=rows),
        Block(TEXT, words.OFFLINE_SLIP),
        Block(TEXT, words.OFFLINE_CARE),
    ]


def _channels(office: OfficeFacts) -> list[Block]:
    known = dict(office.contacts)
    at_office = _same(known["address"]) if "address" in known else words.AT_THE_OFFICE
    named = {
        Source.TELEPHONE: known.get("phone"),
        Source.LINE: known.get("line"),
        Source.FACEBOOK: known.get("facebook"),
    }
    rows = [(words.ONLINE, words.ONLINE_WHERE, words.ONLINE_SAFE)]
    for way in words.OFFLINE_WAYS:
        where = _same(named.get(Source(way)) or "") if Source(way) in named else at_office
        if where.th:
            rows.append((SOURCE_NAMES[way], where, words.OFFLINE_SAFE))
    if not office.takes_corruption:
        rows = rows[1:]
    outward = (
        filled(words.GOES_OUTWARD, authority=office.authority)
        if office.authority
        else words.NO_OUTWARD
    )
    return [
        Block(TEXT, words.CHANNELS_APART if office.takes_corruption else words.CHANNEL_CLOSED),
        Block(TABLE, head=_head("channel", "where", "safety"), rows=tuple(rows), anchor="channels"),
        Block(TEXT, outward),
    ]


def _steps(office: OfficeFacts) -> list[Block]:
    blocks = [
        Block(TEXT, said.STEPS_INTRO),
        Block(HEADING, said.CORRUPTION_STEPS),
        _step_table(office, Channel.CORRUPTION),
    ]
    if office.takes_grievances:
        blocks += [
            Block(HEADING, said.GRIEVANCE_STEPS),
            _step_table(office, Channel.GRIEVANCE),
        ]
    return blocks


def _step_table(office: OfficeFacts, channel: Channel) -> Block:
    steps = guideline_steps(
        channel, office.screening_days, office.next_notice_days, office.fact_finding_days
    )
    rows = tuple(_step_row(number, step) for number, step in enumerate(steps, start=1))
    return Block(TABLE, head=_head("step", "unit", "time"), rows=rows, anchor="steps")


def _step_row(number: int, step: Step) -> tuple[Words, ...]:
    title = Words(f"{number}. {step.title.th}", f"{number}. {step.title.en}")
    return title, role_words(step.roles), step.days


def _unit(office: OfficeFacts) -> list[Block]:
    taken = [Channel.CORRUPTION] + [Channel.GRIEVANCE] * office.takes_grievances
    roles = [
        role for role in Role if any(role in row.roles for row in MOVES if row.channel in taken)
    ]
    rows = tuple((role_words((role,)), _posts(office, role)) for role in roles)
    blocks = [
        Block(TEXT, said.UNIT_INTRO),
        Block(TABLE, head=_head("role", "posts"), rows=rows, anchor="unit"),
        *_own(office, "unit"),
        Block(HEADING, said.MOVES_HEADING),
        _move_table(Channel.CORRUPTION),
    ]
    if office.takes_grievances:
        blocks += [
            Block(HEADING, said.GRIEVANCE_MOVES_HEADING),
            _move_table(Channel.GRIEVANCE),
        ]
    return blocks


def _move_table(channel: Channel) -> Block:
    return Block(TABLE, head=_head("move", "from", "becomes", "who"), rows=move_rows(channel))


def _posts(office: OfficeFacts, role: Role) -> Words:
    if role in _BY_ORDER:
        return said.BY_ORDER
    posts = office.posts.get(role, ())
    return _same("\n".join(posts)) if posts else said.NOBODY_YET


def _time(office: OfficeFacts) -> list[Block]:
    times = {
        ClockKind.SCREENING: filled(said.WORKING_DAYS, days=office.screening_days),
        ClockKind.FIRST_ANSWER: filled(said.DAYS, days=clocks.FIRST_ANSWER_DAYS),
        ClockKind.NEXT_NOTICE: filled(said.EVERY_DAYS, days=office.next_notice_days),
        ClockKind.FACT_FINDING: filled(said.EXTENDABLE_DAYS, days=office.fact_finding_days),
        ClockKind.REFERRED_IN_REPLY: said.AS_THE_LETTER_SAYS,
        ClockKind.NACC_FINDING: filled(said.DAYS, days=clocks.NACC_FINDING_DAYS),
        ClockKind.NACC_COPY: filled(said.DAYS, days=clocks.NACC_COPY_DAYS),
    }
    receipt = (said.TIME_RECEIPT, said.AT_ONCE, said.COUNTED_FROM["receipt"])
    rows = [(CLOCKS[kind], time, said.COUNTED_FROM[kind]) for kind, time in times.items()]
    return [
        Block(TABLE, head=_head("matter", "time", "counted"), rows=(receipt, *rows), anchor="time"),
        Block(TEXT, said.TIME_RULE),
        Block(TEXT, said.TIME_KEPT),
    ]


def _protection() -> list[Block]:
    return [Block(LIST, items=words.PROTECTION), Block(TEXT, words.PROTECTION_LIMITS)]


def _after(office: OfficeFacts) -> list[Block]:
    rows = tuple((FOLLOW_UP_KINDS[kind], _used_when(kind), _acts(kind)) for kind in FollowUpKind)
    given = {
        "first": clocks.FIRST_ANSWER_DAYS,
        "next": office.next_notice_days,
        "later": TELL_LATER_DAYS_MOST,
    }
    return [
        Block(HEADING, said.AFTER_FINDING),
        Block(TEXT, said.AFTER_INTRO),
        Block(TABLE, head=_head("course", "when", "acts"), rows=rows),
        Block(TEXT, said.AFTER_NO_GROUNDS),
        Block(HEADING, said.REPORTER_GETS),
        Block(LIST, items=tuple(filled(one, **given) for one in said.REPORTER_GETS_LIST)),
    ]


def _used_when(kind: FollowUpKind) -> Words:
    return filled(
        said.FOLLOW_UP_WHEN[kind],
        minor=_penalties(Gravity.MINOR),
        gross=_penalties(Gravity.GROSS),
        order=clocks.NACC_FINDING_DAYS,
        copy=clocks.NACC_COPY_DAYS,
    )


def _penalties(gravity: Gravity) -> Words:
    return joined([PENALTIES[one] for one in follow_ups.PENALTIES[gravity]], " / ")


def _acts(kind: FollowUpKind) -> Words:
    steps = follow_ups.STEPS[kind]
    # What opens one that only follows a letter is the letter itself.
    told = [FOLLOW_UP_STAGES[steps[0].target]] if steps[0].target != "opened" else []
    names = dict.fromkeys(step.name for step in steps if step.name not in (OPEN, DROP))
    return joined(told + [FOLLOW_UP_STEPS[name] for name in names], "\n")


def _contacts(office: OfficeFacts) -> list[Block]:
    kinds = words.CONTACT_KINDS
    own = [(kinds.get(kind, _same(kind)), _same(value)) for kind, value in office.contacts]
    if office.website:
        own.append((kinds["website"], _same(office.website)))
    province = Words(office.province.th.removeprefix("จังหวัด"), office.province.en)
    outside = tuple((filled(name, province=province), where) for name, where in words.OUTSIDE_ROWS)
    head = _head("channel", "contact")
    blocks = [Block(TABLE, head=head, rows=tuple(own)), Block(TEXT, words.CONTACTS_NOTE)]
    return (blocks if own else []) + [
        Block(HEADING, words.OUTSIDE),
        Block(TABLE, head=head, rows=outside),
    ]


def _head(*names: str) -> tuple[Words, ...]:
    return tuple(said.HEADS[name] for name in names)


def _same(text: str) -> Words:
    return Words(text, text)
