"""The published statistics on paper, as a picture for social media, and the bars alone.

All three are drawn from the document that the page shows; nothing is counted here.
"""

from typing import Any, Final

from flask import Response, g, render_template, url_for

from rules.states import Channel
from service.shown_statistics import KIND_OF, ShownStatistics, shown_statistics
from web import typeset
from web.drawn_files import PDF, PNG, SVG, boxed_in, drawn_file, named
from web.guards import PUBLIC, guarded
from web.house import as_public
from web.public_pages import pages, public_root
from web.public_statistics import asked
from web.statistics_sheet import sheet_of
from web.statistics_svg import drawing_of_bars

_YEAR: Final = "<int(min=2500, max=2700):fiscal_year_be>"
_WORDS: Final = "statistics_words.typ"
_PAPER: Final = ("statistics.typ", _WORDS)
_SQUARE: Final = ("infographic.typ", _WORDS)


@pages.get(f"/statistics/{_YEAR}.pdf")
@guarded(PUBLIC)
def statistics_pdf(fiscal_year_be: int) -> Response:
    """The year's statistics on A4, for printing and for the archive."""
    return _paper(Channel.CORRUPTION, fiscal_year_be)


@pages.get(f"/statistics/{_YEAR}.png")
@guarded(PUBLIC)
def statistics_png(fiscal_year_be: int) -> Response:
    """The year in one square picture."""
    return _picture(Channel.CORRUPTION, fiscal_year_be)


@pages.get(f"/statistics/{_YEAR}.svg")
@guarded(PUBLIC)
def statistics_svg(fiscal_year_be: int) -> Response:
    """The year's bars alone."""
    return _bars(Channel.CORRUPTION, fiscal_year_be)


@pages.get(f"/grievances/{_YEAR}.pdf")
@guarded(PUBLIC)
def grievances_pdf(fiscal_year_be: int) -> Response:
    """The year's statistics of grievances on A4."""
    return _paper(Channel.GRIEVANCE, fiscal_year_be)


@pages.get(f"/grievances/{_YEAR}.png")
@guarded(PUBLIC)
def grievances_png(fiscal_year_be: int) -> Response:
    """The year of grievances in one square picture."""
    return _picture(Channel.GRIEVANCE, fiscal_year_be)


@pages.get(f"/grievances/{_YEAR}.svg")
@guarded(PUBLIC)
def grievances_svg(fiscal_year_be: int) -> Response:
    """The year's bars of grievances alone."""
    return _bars(Channel.GRIEVANCE, fiscal_year_be)


def _paper(channel: Channel, fiscal_year: int) -> Response:
    _shown, sheet = _asked_sheet(channel, fiscal_year)
    drawn = drawn_file("pdf", sheet, PDF, _PAPER, lambda: typeset.pdf(_PAPER[0], sheet))
    return named(drawn, f"{KIND_OF[channel]}-{g.agency.slug}-{fiscal_year}.pdf")


def _picture(channel: Channel, fiscal_year: int) -> Response:
    _shown, sheet = _asked_sheet(channel, fiscal_year)
    drawn = drawn_file("png", sheet, PNG, _SQUARE, lambda: typeset.pictures(_SQUARE[0], sheet)[0])
    return boxed_in(drawn)


def _bars(channel: Channel, fiscal_year: int) -> Response:
    shown, sheet = _asked_sheet(channel, fiscal_year)
    rows = shown.document.rows

    def draw() -> bytes:
        drawing = drawing_of_bars(sheet, rows)
        return render_template("public/statistics_chart.svg", **drawing).encode()

    return boxed_in(drawn_file("svg", sheet, SVG, (), draw))


def _asked_sheet(channel: Channel, fiscal_year: int) -> tuple[ShownStatistics, dict[str, Any]]:
    wanted = asked()
    with as_public(g.agency) as work:
        shown = shown_statistics(work, channel, fiscal_year, wanted.topic, wanted.version)
    pinned = {"topic": wanted.topic, "version": wanted.version} if wanted.version else {}
    page = f"public.{KIND_OF[channel]}"
    address = url_for(page, slug=g.agency.slug, year=fiscal_year, **pinned)
    return shown, sheet_of(shown, public_root() + address)
