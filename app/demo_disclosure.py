"""What the demo's office has published: everything of the fiscal year before, made by itself."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from app.demo_agency import SLUG
from app.demo_cases import Cases
from app.house import House
from rules import publication
from rules.publication import GRIEVANCES, GUIDELINE, STATISTICS
from rules.states import Channel
from rules.statistics_options import EXTRA_TABLES, WHOLE, StatisticsOptions
from rules.survey import QUESTIONS, STAFF
from rules.thai_time import BANGKOK, fiscal_year_be, fiscal_year_bounds
from service.actors import OfficerActor, Reporter
from service.analysis_document import publish_analysis
from service.executive_reports import report_view
from service.follow_complaint import enter_code
from service.guideline_document import guideline_record
from service.main_site import note_look
from service.own_paragraphs import add_paragraph
from service.prepare_tables import prepare
from service.prevention import add_measure
from service.publications import publish
from service.publish_channel import publish_channel
from service.report_writing import permit_report, publish_report, save_report
from service.statistics_making import statistics_record
from service.survey import answer_survey, survey_standing
from service.survey_results import survey_record, survey_results
from service.unit_of_work import UnitOfWork

SEATED: Final = ("publisher1", "clerk", "head")
"""Those whom this part needs beside those who handle cases."""

_REPORT: Final = "year-1"
_LEVELS: Final = ("5", "4", "5", "3", "4", "5", "4", "2")
_PARAGRAPH: Final = {
    "text_th": "เทศบาลตั้งคณะทำงานกำกับการจัดการเรื่องร้องเรียน มีปลัดเทศบาลเป็นประธาน ประชุมทุกไตรมาส",
    "text_en": "A working group under the clerk watches over complaints and meets each quarter.",
}
_MEASURE: Final = {
    "category": "procurement",
    "unit": "",
    "root_cause": "กรรมการตรวจรับพัสดุซ้ำคนเดิม และไม่มีผู้สอบทานงานในสนาม",
    "measure": "หมุนเวียนกรรมการตรวจรับทุกโครงการ และสุ่มวัดงานก่อนจ่ายเงินงวดสุดท้าย",
    "responsible": "กองคลังร่วมกับกองช่าง",
    "public_text": "หมุนเวียนกรรมการตรวจรับ และสุ่มวัดงานก่อนจ่ายเงินงวดสุดท้ายทุกโครงการ",
}

Desk = Callable[[str], AbstractContextManager[UnitOfWork]]


def publish_all(house: House, cases: Cases, actors: Mapping[str, OfficerActor]) -> None:
    """Let the office prepare and publish what it owes of last year, on the day of the house."""

    def at(login: str) -> AbstractContextManager[UnitOfWork]:
        return house.open_work(actors[login], writes=True)

    year = fiscal_year_be(house.today()) - 1
    _guideline_and_channel(house, at)
    _statistics(at, year)
    _survey(house, cases, at, year)
    _prevention(at, house.today())
    _report(at, year)


def _typed(day: date) -> str:
    return f"{day:%d/%m}/{day.year + 543}"


def _guideline_and_channel(house: House, at: Desk) -> None:
    root = house.settings.public_url or house.settings.local_url
    today = house.today()
    year = fiscal_year_be(today)
    with at("publisher1") as work:
        add_paragraph(work, "contacts", _PARAGRAPH)
        note_look(work, {"looked_on": _typed(today), "address": work.agency().website}, None)
        publish(work, GUIDELINE, year, "", guideline_record(work, year))
        publish_channel(work, f"{root}/{SLUG}/", "")


def _statistics(at: Desk, year: int) -> None:
    with at("intake1") as work:
        prepare(work, year, WHOLE)
    parts = ("tiles", "table", "chart", "in_time", "medians")
    mandated = StatisticsOptions(span=WHOLE, parts=parts, tables=EXTRA_TABLES)
    general = replace(mandated, tables=())
    with at("publisher1") as work:
        for kind, channel, options in (
            (STATISTICS, Channel.CORRUPTION, mandated),
            (GRIEVANCES, Channel.GRIEVANCE, general),
        ):
            record = statistics_record(work, year, options.record(), channel)
            publish(work, kind, year, WHOLE, record)


def _survey(house: House, cases: Cases, at: Desk, year: int) -> None:
    last_day = fiscal_year_bounds(year)[1]
    then = datetime.combine(last_day - timedelta(days=5), time(10), BANGKOK)
    past = replace(house, clock=lambda: then)
    _answer(past, cases, _LEVELS)
    with at("publisher1") as work:
        results = survey_results(work, year)
        if not results.is_empty:
            publish(work, publication.SURVEY, year, "", survey_record(results))


def _answer(house: House, cases: Cases, levels: Iterable[str]) -> None:
    left = list(levels)
    for filed in cases.filed.values():
        if not left:
            return
        with house.open_work(Reporter(filed.agency_id), writes=True) as work:
            standing = survey_standing(work, enter_code(work, filed.code))
            if standing.occasion:
                given = dict.fromkeys((*QUESTIONS, STAFF), left.pop(0))
                answer_survey(work, standing.token, given)


def _prevention(at: Desk, today: date) -> None:
    due_on = today + timedelta(days=60)
    with at("intake1") as work:
        add_measure(work, _MEASURE | {"due_on": _typed(due_on)})
    with at("publisher1") as work:
        publish_analysis(work, {})


def _report(at: Desk, year: int) -> None:
    with at("clerk") as work:
        view = report_view(work, year, _REPORT)
        texts = {
            "document_no": "",
            "problems": view.suggested.problems,
            "obstacles": view.suggested.obstacles,
            "remedies": view.suggested.remedies,
        }
        save_report(work, year, _REPORT, texts, view.texts_seen)
    with at("head") as work:
        permit_report(work, year, _REPORT, report_view(work, year, _REPORT).seen)
    with at("publisher1") as work:
        publish_report(work, year, _REPORT, "", report_view(work, year, _REPORT).seen)
