"""The demo's cases: filed by their reporters, moved by the officers, each in a unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.demo_agency import SLUG
from app.demo_stories import Step, Topic
from app.demo_timeline import Happening, filing_dates, incident_day, step_dates, words_at
from app.house import House
from models.complaint import Complaint
from rules.states import Channel, Move
from rules.thai_time import in_bangkok
from service.actors import AgencyClerk, OfficerActor, Reporter
from service.follow_complaint import enter_code, write_to_office
from service.handle_case import move_case
from service.submit_complaint import check_draft, confirm_code, filing_form, submit_complaint
from service.views import Receipt


@dataclass(frozen=True)
class Filed:
    """A filed case: who took it, its id and number, and the code that its reporter wrote down."""

    agency_id: bytes
    case_id: str
    receipt_no: str
    subject: str
    code: str = field(repr=False)


@dataclass
class Cases:
    """The cases filed with the demo agency by their topic's number, and who works on them.

    `agencies` are ids by address: what is about the agency's head is taken by the other one.
    """

    agencies: Mapping[str, bytes]
    actors: Mapping[str, OfficerActor] = field(repr=False)
    filed: dict[int, Filed] = field(default_factory=dict, repr=False)
    handlers: dict[int, str] = field(default_factory=dict)

    def let(self, house: House, one: Happening) -> None:
        """Let it happen, in a house whose clock stands at its moment."""
        if one.step is None:
            self._file(house, one.topic)
        elif one.step.move is Move.REPORTER_MESSAGE:
            self._write(house, one.topic, one.step)
        else:
            self._move(house, one.topic, one.step)

    def _file(self, house: House, topic: Topic) -> None:
        reporter = Reporter(self.agencies[SLUG])
        with house.open_work(reporter, writes=False) as work:
            posts = {
                holder.post.th: holder.id for holder in filing_form(work, topic.channel).holders
            }
            answers = _answers(topic, house.now())
            answers["exclude"] = [posts[post] for post in topic.exclude]
            draft = check_draft(work, topic.channel, answers)
        with house.open_work(reporter, writes=True) as work:
            receipt = submit_complaint(work, topic.channel, draft.sealed_draft)
        taker = self.agencies[receipt.agency_slug]
        with house.open_work(Reporter(taker), writes=True) as work:
            confirm_code(work, receipt.ticket, receipt.code.split()[-1])
        case_id = _case_id(house, taker, receipt)
        self.filed[topic.number] = Filed(
            taker, case_id, receipt.receipt_no, topic.subject, receipt.code
        )
        self.handlers[topic.number] = topic.handler

    def _write(self, house: House, topic: Topic, step: Step) -> None:
        filed = self.filed[topic.number]
        with house.open_work(Reporter(filed.agency_id), writes=True) as work:
            token = enter_code(work, filed.code)
            write_to_office(work, token, words_at(step.text, step_dates(in_bangkok(house.now()))))

    def _move(self, house: House, topic: Topic, step: Step) -> None:
        actor = self.actors[step.by or self.handlers[topic.number]]
        dates = step_dates(in_bangkok(house.now()))
        words = {name: words_at(text, dates) for name, text in step.words.items()}
        if step.move is Move.ASSIGN:
            login = words["officer"] or topic.handler
            words["officer"] = self.actors[login].officer_id.hex()
            self.handlers[topic.number] = login
        case_id = self.filed[topic.number].case_id
        with house.open_work(actor, writes=True) as work:
            count = work.one(Complaint, id=bytes.fromhex(case_id)).event_count
            move_case(work, case_id, step.move, words, count)


def _case_id(house: House, agency_id: bytes, receipt: Receipt) -> str:
    """The new case's id: a receipt does not carry it, since its reporter has no use for it."""
    number, year = (int(part) for part in receipt.receipt_no.split("/"))
    with house.open_work(AgencyClerk(agency_id), writes=False) as work:
        case: Complaint = work.one(
            Complaint,
            channel=receipt.channel.value,
            register_number=number,
            register_year_be=year,
        )
        return case.id.hex()


def _answers(topic: Topic, filed_at: datetime) -> dict[str, str | list[str]]:
    moment = in_bangkok(filed_at)
    dates = filing_dates(topic, moment)
    answers: dict[str, str | list[str]] = {
        "subject": topic.subject,
        "narrative": words_at(topic.narrative, dates),
        "category": topic.category_code,
        "incident_from": incident_day(topic, moment).isoformat(),
    }
    if topic.channel is Channel.CORRUPTION:
        answers["place"] = "เทศบาลตำบลตัวอย่าง"
    answers |= {name: words_at(text, dates) for name, text in topic.answers.items()}
    return answers
