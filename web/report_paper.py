"""The public version of a report as PDF, drawn from what was frozen."""

from collections.abc import Mapping
from typing import Any

from rules.limits import SMALLEST_PUBLISHED_COUNT
from rules.report_periods import title_of
from rules.thai_time import long_date
from rules.words.reports import TITLE
from service.shown_reports import ShownReport
from web import typeset
from web.memo_paper import figures_table


def report_pdf(shown: ShownReport, address: str, lang: str) -> bytes:
    """The version as PDF/A in that language; the officer's words stay in Thai."""
    return typeset.pdf("report.typ", report_given(shown, address, lang))


def report_given(shown: ShownReport, address: str, lang: str) -> Mapping[str, Any]:
    """All that the paper says; `address` is where the version stands."""
    document, version = shown.document, shown.version
    permitted_on = document.permitted_on
    return {
        "lang": lang,
        "title": TITLE.in_(lang),
        "agency": document.agency_name.in_(lang),
        "period": title_of(document.period, lang),
        "first": long_date(document.period.first, lang),
        "last": long_date(document.period.last, lang),
        "as_of": long_date(document.as_of, lang),
        "zero": document.zero.in_(lang) if document.zero else "",
        "table": figures_table(document.numbers, lang),
        "smallest": SMALLEST_PUBLISHED_COUNT,
        "problems": document.problems.splitlines(),
        "obstacles": document.obstacles.splitlines(),
        "remedies": document.remedies.splitlines(),
        "permitted_by": document.permitted_by,
        "permitted_on": long_date(permitted_on, lang) if permitted_on else "",
        "address": address,
        "version": {
            "publisher": f"{version.publisher_name} {version.publisher_post}".strip(),
            "day": long_date(version.published_on, lang),
            "number": str(version.version),
            "digest": version.digest,
        },
    }
