"""The public statistics as files that programs read: JSON, CSV, and a workbook.

All of one version are made from the document that was frozen; a version's digest is their tag, so
that who has the file is told so without its being made again.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from flask import Response, g, jsonify, request

from rules.states import Channel
from service.errors import NotFound
from service.open_data import digest_of, row_records, statistics_record
from service.shown_statistics import KIND_OF, ShownStatistics, shown_statistics
from service.statistics_workbook import statistics_workbook
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.open_data import as_csv
from web.public_pages import FOR_A_MOMENT, pages
from web.public_statistics import asked

_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_YEAR: Final = "<int(min=2500, max=2700):fiscal_year_be>"


@pages.get(f"/statistics/{_YEAR}.json")
@guarded(PUBLIC)
def statistics_json(fiscal_year_be: int) -> Response:
    """The numbers as JSON, with what describes them."""
    return _file(Channel.CORRUPTION, fiscal_year_be, _JSON)


@pages.get(f"/statistics/{_YEAR}.csv")
@guarded(PUBLIC)
def statistics_csv(fiscal_year_be: int) -> Response:
    """The rows as CSV, one line a period."""
    return _file(Channel.CORRUPTION, fiscal_year_be, _CSV)


@pages.get(f"/statistics/{_YEAR}.xlsx")
@guarded(PUBLIC)
def statistics_xlsx(fiscal_year_be: int) -> Response:
    """The table, the rows and what describes them as a workbook."""
    return _file(Channel.CORRUPTION, fiscal_year_be, _XLSX)


@pages.get(f"/grievances/{_YEAR}.json")
@guarded(PUBLIC)
def grievances_json(fiscal_year_be: int) -> Response:
    """The numbers of grievances as JSON, with what describes them."""
    return _file(Channel.GRIEVANCE, fiscal_year_be, _JSON)


@pages.get(f"/grievances/{_YEAR}.csv")
@guarded(PUBLIC)
def grievances_csv(fiscal_year_be: int) -> Response:
    """The rows of grievances as CSV, one line a period."""
    return _file(Channel.GRIEVANCE, fiscal_year_be, _CSV)


@pages.get(f"/grievances/{_YEAR}.xlsx")
@guarded(PUBLIC)
def grievances_xlsx(fiscal_year_be: int) -> Response:
    """The table and rows of grievances, and what describes them, as a workbook."""
    return _file(Channel.GRIEVANCE, fiscal_year_be, _XLSX)


def file_name(shown: ShownStatistics, ending: str) -> str:
    """What the file is called where it is saved: page, agency, year, and which version."""
    document, version = shown.document, shown.version
    which = f"{version.topic}-v{version.version}" if version else document.options.granularity
    page = KIND_OF[document.channel]
    return f"{page}-{document.agency_slug}-{document.fiscal_year_be}-{which}.{ending}"


class _Kind(NamedTuple):
    ending: str
    make: Callable[[ShownStatistics], Response]
    is_saved: bool = True


_JSON: Final = _Kind("json", lambda shown: jsonify(statistics_record(shown)), is_saved=False)
_CSV: Final = _Kind(
    "csv",
    lambda shown: Response(
        as_csv(row_records(shown.document)), content_type="text/csv; charset=utf-8"
    ),
)
_XLSX: Final = _Kind(
    "xlsx", lambda shown: Response(statistics_workbook(shown), content_type=_SHEET)
)


def _file(channel: Channel, fiscal_year_be: int, kind: _Kind) -> Response:
    shown = _shown(channel, fiscal_year_be)
    tag = digest_of(shown)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = kind.make(shown)
        if kind.is_saved:
            name = file_name(shown, kind.ending)
            response.headers["Content-Disposition"] = f"attachment; filename={name}"
    # Weak: the numbers are the same, whatever program draws them.
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = FOR_A_MOMENT
    return response


def _shown(channel: Channel, fiscal_year_be: int) -> ShownStatistics:
    wanted = asked()._replace(fiscal_year=fiscal_year_be)
    if wanted.version is not None and wanted.topic is None:
        # A number alone names no version; another one's numbers would be taken for it.
        raise NotFound
    with as_public(g.agency) as work:
        return shown_statistics(work, channel, *wanted)
