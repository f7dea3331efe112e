"""The ways in which real offices lay out their statistics, each made by choosing options.

The eight were collected from pages that stand; each is said in the words of who made it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from rules.permissions import Role
from rules.states import Channel, Move
from rules.statistics_options import TO_DATE, WHOLE, StatisticsOptions
from service.prepare_tables import prepare
from service.publications import Version
from service.publish_statistics import preview_statistics, publish_statistics
from tests.district import make_district
from tests.office import Office, make_office
from tests.two_persons import close

YEAR = 2570
CLOSED = datetime(2027, 10, 4, 3, tzinfo=UTC)
TEXTS = {"notice_text": "แจ้งให้ทราบ", "reason": "insufficient_facts", "forwarded_to": "ป.ป.ช."}
POINTS = dict.fromkeys(("screening_evidence", "screening_circumstances", "screening_witness"), "no")


@dataclass(frozen=True)
class Layout:
    """One way: which office shows it, with which options."""

    name: str
    slug: str
    options: StatisticsOptions


LAYOUTS = (
    Layout("months", "quiet", StatisticsOptions(WHOLE, "month", (), ("table",))),
    Layout("tiles", "sample", StatisticsOptions(WHOLE, "quarter", ("not_accepted",), ("tiles",))),
    Layout("year_before", "sample", StatisticsOptions(WHOLE, "quarter", (), ("table", "chart"))),
    Layout("sentence", "quiet", StatisticsOptions(TO_DATE, "half", (), ())),
    Layout(
        "by_behaviour", "sample", StatisticsOptions(WHOLE, "half", (), ("tiles",), ("category",)),
    ),
    Layout(
        "source_by_year", "sample",
        StatisticsOptions(WHOLE, "half", ("carried_forward",), ("table",), ("source_by_year",)),
    ),
    Layout(
        "fiscal_months", "sample",
        StatisticsOptions(
            WHOLE, "month", ("carried_forward", "not_accepted", "completed_percent"), ("table",),
            ("category",),
        ),
    ),
)  # fmt: skip
"""Seven pages of one agency; the eighth, by kind of agency, is the installation's own."""


def furnish(office: Office) -> dict[str, Office]:
    """The office with a year of cases, a quiet one, and a district that published too."""
    quiet = make_office(office.engine, office.key_path, slug="quiet", clock=office.clock)
    district = make_district(office)
    offices = {"sample": office, "quiet": quiet, "district": district}
    for one in offices.values():
        one.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    _file_a_year(office)
    office.clock.now = CLOSED
    with office.desk("intake1") as work:
        prepare(work, YEAR, WHOLE)
    put_out(district, StatisticsOptions(WHOLE, "half"))
    return offices


def put_out(office: Office, options: StatisticsOptions, note: str = "อีกรูปแบบหนึ่ง") -> Version:
    """The version of the year in that layout, after looking at it."""
    with office.desk("publisher1") as work:
        seen = preview_statistics(work, YEAR, options, Channel.CORRUPTION).seen
    with office.desk("publisher1") as work:
        return publish_statistics(
            work, YEAR, options, Channel.CORRUPTION, note=note, seen=seen, understood=True
        )


def address(version: Version) -> str:
    """Where that very version stands."""
    asked = f"year={version.fiscal_year_be}&topic={version.topic}&version={version.version}"
    return f"/disclosure/statistics?{asked}"


def _file_a_year(office: Office) -> None:
    cases = _filed(office, "procurement", 7, incident_from="3/12/2568")
    close(office, "intake1", cases[0])
    office.clock.now = datetime(2027, 1, 13, 3, tzinfo=UTC)
    cases += _filed(office, "bribery", 6, incident_from="5/11/2569")
    for case_id in cases[1:3]:
        close(office, "intake1", case_id)
    office.clock.now = datetime(2027, 5, 12, 3, tzinfo=UTC)
    cases += _filed(office, "procurement", 2)
    office.move("intake1", cases[3], Move.NOT_ACCEPT, **TEXTS | POINTS)
    office.move("intake1", cases[4], Move.FORWARD, **TEXTS)


def _filed(office: Office, category: str, count: int, **more: str) -> list[str]:
    return [
        office.case_id(office.file(category=category, narrative=f"{category} {n}", **more))
        for n in range(count)
    ]
