"""The register with its words leaves the house as a sheet, once, after two persons agreed.

An agreement to export whole cases covers a line of each: what the second person has read and
signed is more than what leaves. It is used up by this as by the ZIP, and leaves the same trace.
"""

from models.complaint import Complaint
from rules.states import Channel
from service.case_index import rows_of
from service.export_cases import begin_export
from service.register import WholeRegister
from service.register_heading import agreed_heading
from service.register_lines import Entry
from service.unit_of_work import UnitOfWork


def begin_register_export(work: UnitOfWork, request_id: str) -> WholeRegister:
    """The register of the cases of an agreed request, which is used up by it.

    Raises as `begin_export` does.
    """
    begun = begin_export(work, request_id)
    rows = rows_of(work, [bytes.fromhex(one.id) for one in begun.cases])
    rows.sort(key=lambda case: (case.channel, case.register_year_be, case.register_number))
    entries = tuple(_entry(position, case) for position, case in enumerate(rows, start=1))
    heading = agreed_heading(work, len(entries), begun.cover.approver)
    return WholeRegister(heading, entries, f"register-{work.today:%Y%m%d}")


def _entry(position: int, case: Complaint) -> Entry:
    channel = Channel(case.channel)
    return Entry(position, case.register_number, case.register_year_be, channel, case.id, False)
