"""The record of processing: what the program does with personal data, and this office's settings.

Every table that holds rows of an agency belongs to one activity. No number of cases stands here:
a count would tell an officer of a case from which he is kept out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from models.bringing_in import ImportBatch
from rules.document import HEADING, LIST, TABLE, TEXT, Block
from rules.limits import SESSION_HOURS
from rules.permissions import ROLE_PERMISSIONS, Permission, Role
from rules.privacy_blocks import PrivacyFacts, period_words
from rules.words import ROLES, Words
from rules.words import processing as words
from rules.words.privacy_rights import WAYS
from service.errors import NotAllowed
from service.known_browsers import KNOWN_DAYS
from service.privacy_notice import privacy_facts
from service.purge import SHEET_DAYS
from service.unit_of_work import UnitOfWork

READERS: Final = (Permission.MANAGE_SETTINGS, Permission.SEE_NUMBERS)
"""Who may read the record: it says how the office works and nothing of any case."""

TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": (
        "complaint", "case_epoch", "sealed_object", "attachment", "attachment_stream",
        "attachment_chunk", "filing_retry", "case_event", "key_share", "clock", "clock_reminder",
        "follow_up", "burned_number", "handed_code", "register_counter", "search_entry",
    ),
    "identity": ("identity_release", "release_half", "custodian_permit"),
    "outward": ("outward_count",),
    "survey": ("survey_answer", "survey_token", "staff_confidence"),
    "accounts": (
        "officer", "officer_role", "officer_session", "passkey", "key_succession", "recovery_key",
        "office_holder",
    ),
    "access_log": ("access_log", "two_person_request"),
    "notices": ("outbox", "line_account", "line_link"),
    "imports": ("import_batch",),
    "publishing": (
        "publication", "planned_publication", "prepared_tables", "disclosure_item",
        "own_paragraph", "main_site_look", "executive_report", "prevention", "prevention_step",
    ),
    "settings": (
        "agency_contact", "holiday", "unit", "letter_head", "paper_template", "retention_period",
        "privacy_contact",
    ),
}  # fmt: skip

_ACCUSING: Final = frozenset({"cases", "identity", "outward", "imports"})
"""Activities in which somebody may be said to have broken the law."""

_BY_CODE: Final[Mapping[str, tuple[Role, ...]]] = {
    "cases": tuple(role for role in Role if Permission.OPEN_CASE in ROLE_PERMISSIONS[role]),
    "identity": (Role.CUSTODIAN_INSIDE, Role.CUSTODIAN_OUTSIDE),
    "accounts": (Role.ADMINISTRATOR,),
    "access_log": (Role.SUPERVISOR,),
    "notices": (Role.ADMINISTRATOR,),
    "imports": (Role.INTAKE, Role.GRIEVANCE),
    "publishing": (Role.PUBLISHER, Role.EXECUTIVE),
    "settings": (Role.ADMINISTRATOR, Role.PUBLISHER),
}


@dataclass(frozen=True)
class ProcessingRecord:
    """The record, from which the page and the paper are drawn."""

    agency: str
    agency_name: str
    blocks: tuple[Block, ...]
    has_contact: bool


def processing_record(work: UnitOfWork) -> ProcessingRecord:
    """The record as the office's settings stand; NotAllowed for whoever needs it not."""
    officer = work.officer()
    if not any(officer.may(one) for one in READERS):
        raise NotAllowed
    facts = privacy_facts(work)
    standings = _standings(facts, has_imports=_has_imports(work))
    blocks = _controller(facts)
    for number, code in enumerate(words.ACTIVITIES, start=1):
        blocks += _activity(number, code, facts, standings[code])
    blocks += [
        *_listed("measures", words.MEASURES, words.MEASURES_LIST),
        *_listed("outside", words.OUTSIDE, words.OUTSIDE_LIST),
    ]
    return ProcessingRecord(
        work.agency().slug, facts.agency.th, tuple(blocks), bool(facts.officer_ways)
    )


def _has_imports(work: UnitOfWork) -> bool:
    return bool(work.rows(select(ImportBatch.id).limit(1)))


def _standings(facts: PrivacyFacts, *, has_imports: bool) -> Mapping[str, str]:
    """The key of `words.STANDINGS` for each activity."""
    channels = {
        (True, True): "both",
        (True, False): "corruption",
        (False, True): "grievance",
        (False, False): "closed",
    }
    return dict.fromkeys(words.ACTIVITIES, "used") | {
        "cases": channels[facts.takes_corruption, facts.takes_grievances],
        "identity": "used" if facts.takes_corruption else "closed",
        "outward": "used" if facts.authority else "not_set",
        "notices": "line_on" if facts.tells_by_line else "line_off",
        "imports": "used" if has_imports else "never",
    }


def _controller(facts: PrivacyFacts) -> list[Block]:
    rows = [(words.AGENCY, facts.agency.th)]
    rows += [(WAYS[kind].th, value) for kind, value in facts.office_ways]
    blocks = [_heading("controller", words.CONTROLLER), _table(rows, "controller")]
    if not facts.officer_ways:
        return [*blocks, Block(TEXT, _th(words.NO_OFFICER))]
    ways = [(WAYS[kind].th, value) for kind, value in facts.officer_ways]
    return [*blocks, Block(HEADING, _th(words.OFFICER)), _table(ways, "controller")]


def _activity(number: int, code: str, facts: PrivacyFacts, standing: str) -> list[Block]:
    told = words.ACTIVITIES[code]
    given = {
        "authority": facts.authority.th if facts.authority else words.NOBODY,
        "line": words.OVER_LINE if facts.tells_by_line else "",
    }
    periods = {kind.value: period_words(months).th for kind, months in facts.months.items()}
    periods |= {
        "message_days": str(facts.message_days),
        "session_hours": str(SESSION_HOURS),
        "sheet_days": str(SHEET_DAYS),
        "browser_days": str(KNOWN_DAYS),
    }
    sensitive = words.AND_SENSITIVE if code in _ACCUSING else ""
    found = {
        "standing": words.STANDINGS[standing],
        "purpose": told.purpose,
        "basis": words.BASIS.format(more=sensitive),
        "people": told.people,
        "held": told.held,
        "guarded": told.guarded,
        "readers": _readers(code, facts),
        "given": told.given.format(**given),
        "kept": words.KEPT[code].format(**periods),
        "tables": ", ".join(TABLES[code]),
    }
    rows = [(words.LABELS[name], text) for name, text in found.items()]
    return [_heading(code, f"{number}. {told.name}"), _table(rows, code)]


def _readers(code: str, facts: PrivacyFacts) -> str:
    lines = [
        words.BY_ROLE.format(role=ROLES[role].th, posts=_posts(role, facts))
        for role in _BY_CODE.get(code, ())
    ]
    return "\n".join(lines) or words.NOBODY_READS


def _posts(role: Role, facts: PrivacyFacts) -> str:
    if role is Role.COMMITTEE:
        return words.BY_ORDER
    return ", ".join(facts.posts.get(role, ())) or words.NOBODY


def _listed(anchor: str, heading: str, items: tuple[str, ...]) -> list[Block]:
    return [_heading(anchor, heading), Block(LIST, items=tuple(map(_th, items)))]


def _heading(anchor: str, text: str) -> Block:
    return Block(HEADING, _th(text), anchor=anchor)


def _table(rows: list[tuple[str, str]], anchor: str) -> Block:
    head = (_th(words.HEAD[0]), _th(words.HEAD[1]))
    return Block(
        TABLE, head=head, rows=tuple((_th(one), _th(two)) for one, two in rows), anchor=anchor
    )


def _th(text: str) -> Words:
    return Words(text, text)
