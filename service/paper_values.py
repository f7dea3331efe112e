"""What a case fills into the fields of a paper, by the keys of `rules.paper_fields`."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select

from models.clock import ClockRow
from models.complaint import Attachment
from rules import words
from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, find
from rules.clocks import ClockKind
from rules.intake import WITHHELD
from rules.numbering import receipt_no
from rules.paper_fields import FIELDS_OF
from rules.paper_kinds import PaperKind
from rules.states import EventKind
from rules.thai_time import long_date
from rules.words.case_papers import BY_FORM, FOUND, REPORTER
from rules.words.privacy_rights import WAYS
from service.attach_evidence import neutral_name
from service.case_lines import subject_of
from service.forwarding import COMMITTEE, WORDS
from service.forwarding import FORM as FORWARD_FORM
from service.inquiry_papers import FINDING_FORM, MEMO_FORM
from service.order_record import Member
from service.paper_material import FINDINGS, RESULTS, Material
from service.privacy_settings import privacy_contact
from service.referred_in import FORM as REPLY_FORM
from service.referred_in import sender_of, source_words
from service.unit_of_work import UnitOfWork

Value = str | tuple[str, ...]
_CATEGORIES: Final = (*CATEGORIES, *GRIEVANCE_CATEGORIES)


def case_values(work: UnitOfWork, material: Material, kind: PaperKind) -> dict[str, Value]:
    """The values of those of the kind's fields that the case knows; "" for what it does not yet.

    What goes to the reporter is asked for nothing that its fields do not have, so that no name
    of anybody else is there to be printed.
    """
    wanted = {field.key for field in FIELDS_OF[kind]}
    clocks = _clocks(work, material)
    found: dict[str, Value] = {
        **_of_everything(work, material),
        **_of_the_inquiry(work, material, clocks),
        **_of_other_authorities(work, material),
        **_of_own_data(work, material),
        "recipient": material.reporter_name or REPORTER,
        "due_on": _told_day(clocks, ClockKind.FIRST_ANSWER),
        "next_on": _told_day(clocks, ClockKind.NEXT_NOTICE),
        "progress": material.newest_told(EventKind.PROGRESS_NOTIFIED),
        "delay_reason": material.newest_told(EventKind.DELAY_EXPLAINED, EventKind.CLOCK_EXTENDED),
        "completed_on": _day_words(material.keys.case.completed_on),
        "result": _result(material, kind),
    }
    return {key: value for key, value in found.items() if key in wanted}


def _of_everything(work: UnitOfWork, material: Material) -> dict[str, Value]:
    case, report = material.keys.case, material.report
    intake = report.get("intake")
    return {
        "agency": work.agency().name_th,
        "website": work.agency().website,
        "register_no": receipt_no(case.register_number, case.register_year_be),
        "received_on": long_date(case.received_on),
        "category": _category(report.get("category", "")),
        "subject": subject_of(report),
        "channel": source_words(intake) if intake else BY_FORM,
        "accused": _accused(report),
        "state": words.STATES[case.state].th,
    }


def _category(code: str) -> str:
    return next((one.words.th for one in _CATEGORIES if one.code == code), "")


def _accused(report: Mapping[str, str]) -> str:
    named = (report.get("accused", ""), report.get("accused_unit", ""))
    return " ".join(", ".join(part.splitlines()) for part in named if part)


def _of_the_inquiry(
    work: UnitOfWork, material: Material, clocks: Iterable[ClockRow]
) -> dict[str, Value]:
    memo, order = material.newest(MEMO_FORM), material.committee
    proposal = words.PROPOSALS[memo["proposal"]].th if memo.get("proposal") else ""
    found: dict[str, Value] = {
        "summary": memo.get("facts", ""),
        "opinion": "\n".join(part for part in (memo.get("opinion", ""), proposal) if part),
        "finding": _finding(material),
    }
    if order is None:
        return found
    running = [one.due_on for one in clocks if one.kind == ClockKind.FACT_FINDING.value]
    days = timedelta(days=work.agency().fact_finding_days)
    return found | {
        "members": tuple(_member(one) for one in order.by_part()),
        "order_no": order.number,
        "order_day": long_date(order.dated_on),
        "find_out": order.find_out,
        "finish_by": long_date(max(running, default=order.dated_on + days)),
    }


def _member(one: Member) -> str:
    """Name, post and part, with tabs between: they stand in columns on paper."""
    part = words.COMMITTEE_PARTS[one.part.value].th
    return "\t".join((one.name, one.post, part))


def _finding(material: Material) -> str:
    """The finding of the newest fact-finding, with its reasons; "" while the facts are sought."""
    last = material.newest_of(EventKind.FACT_FINDING_STARTED, *FINDINGS)
    if last is None or last.kind not in FINDINGS:
        return ""
    record = last.record
    if record.get("form") != FINDING_FORM:
        return str(record.get("text", ""))
    said = (record["found"], record["reasons"], record.get("offence", ""))
    return "\n".join((FOUND[record["finding"]].th, *filter(None, said)))


def _result(material: Material, kind: PaperKind) -> str:
    """The result in words that went out already: to the sender, or to the reporter."""
    last = material.newest_of(EventKind.SENDER_ANSWERED)
    if kind is PaperKind.REPLY_TO_SENDER and last and last.record.get("form") == REPLY_FORM:
        return str(last.record["answered"])
    return material.newest_told(*RESULTS)


def _of_other_authorities(work: UnitOfWork, material: Material) -> dict[str, Value]:
    return {**_forwarding(work, material), **_sender(material.report.get("intake") or {})}


def _forwarding(work: UnitOfWork, material: Material) -> dict[str, Value]:
    record = material.newest(FORWARD_FORM)
    if not record:
        told = (one.record for one in reversed(material.told) if one.kind is EventKind.FORWARDED)
        return {"authority": str(next(told, {}).get("forwarded_to", ""))}
    withheld = [find(WITHHELD, code).words.th for code in record["withheld"]]
    other = record["withheld_other"]
    return {
        "authority": record["to"],
        "reason": record["reason"],
        "sent": _sent(work, material, record["sent"]),
        "withheld": (*withheld, *([other] if other else [])),
    }


def _sent(work: UnitOfWork, material: Material, sent: list[str]) -> tuple[str, ...]:
    """What went, files by their neutral names; nobody reads a reporter's own file names here."""
    numbers = work.rows(
        select(Attachment.number)
        .where(
            Attachment.case_id == material.keys.case.id,
            Attachment.id.in_(
                [bytes.fromhex(one) for one in sent if one not in (WORDS, COMMITTEE)]
            ),
        )
        .order_by(Attachment.number)
    )
    listed = [words.RECORD_WORDS[one].th for one in (WORDS, COMMITTEE) if one in sent]
    return (*listed, *(neutral_name(number, "").rstrip(".") for number in numbers))


def _sender(intake: Mapping[str, Any]) -> dict[str, Value]:
    dated = intake.get("sender_date", "")
    return {
        "sender": sender_of(intake),
        "sender_no": intake.get("sender_number", ""),
        "sender_day": long_date(date.fromisoformat(dated)) if dated else "",
    }


def _of_own_data(work: UnitOfWork, material: Material) -> dict[str, Value]:
    """For the answer to somebody who asks for their own data: nobody else's is among it."""
    contact = privacy_contact(work)
    ways = (f"{WAYS[kind].th} {value}" for kind, value in contact.ways if kind != "post")
    return {
        "copy_on": _day_words(material.redacted_on),
        "privacy_officer": contact.officer_post,
        "privacy_ways": " ".join(" ".join(ways).split()),
    }


def _clocks(work: UnitOfWork, material: Material) -> list[ClockRow]:
    """The case's clocks, the one due last at the end."""
    return work.rows(
        select(ClockRow).where(ClockRow.case_id == material.keys.case.id).order_by(ClockRow.due_on)
    )


def _told_day(clocks: Iterable[ClockRow], kind: ClockKind) -> str:
    """The newest day of that clock, as the reporter was told it."""
    days = [one.told_due_on for one in clocks if one.kind == kind.value]
    return _day_words(days[-1] if days else None)


def _day_words(day: date | None) -> str:
    return long_date(day) if day else ""
