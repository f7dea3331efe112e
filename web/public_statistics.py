"""The public statistics, the mandated ones and those of grievances, and their pages to embed."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from flask import Response, current_app, g, make_response, render_template, request

from rules.states import Channel
from rules.statistics_options import SPANS
from rules.thai_time import fiscal_year_be
from rules.words import OPEN_DATA_COLUMNS
from service.publications import Version, versions
from service.shown_statistics import KIND_OF, ShownStatistics, shown_statistics
from web.drawn_pages import drawn_pages, tag_of
from web.guards import PUBLIC, guarded
from web.house import as_public, house
from web.pages import language, link
from web.public_pages import FOR_A_MOMENT, asked_year, pages
from web.statistics_drawing import drawing_of

FILES: Final = ("csv", "json", "xlsx", "pdf", "png", "svg")
PAGE: Final = "public/statistics.html"
EMBED: Final = "public/embed.html"
_PLAIN_ARGS: Final = frozenset({"year", "topic", "version", "lang"})


class Asked(NamedTuple):
    """Which version the address names; None for what it does not name."""

    fiscal_year: int | None = None
    topic: str | None = None
    version: int | None = None


@pages.get("/statistics", endpoint="statistics")
@guarded(PUBLIC)
def show_statistics() -> Response:
    """The mandated numbers: the newest version, the one asked for, or closed quarters as yet."""
    return _answer(Channel.CORRUPTION, asked(), PAGE)


@pages.get("/grievances", endpoint="grievances")
@guarded(PUBLIC)
def show_grievances() -> Response:
    """The numbers of general grievances, apart from the mandated ones."""
    return _answer(Channel.GRIEVANCE, asked(), PAGE)


@pages.get("/statistics/embed", endpoint="statistics_embed")
@guarded(PUBLIC)
def embed_statistics() -> Response:
    """The newest numbers, small, to stand in a page of the office's own site."""
    return _answer(Channel.CORRUPTION, Asked(), EMBED)


@pages.get("/grievances/embed", endpoint="grievances_embed")
@guarded(PUBLIC)
def embed_grievances() -> Response:
    """The newest numbers of grievances, small, to stand in another site's page."""
    return _answer(Channel.GRIEVANCE, Asked(), EMBED)


def asked() -> Asked:
    """What the address asks for; what is no year, span or number is as if it were not there."""
    topic, number = request.args.get("topic"), request.args.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= 4
    return Asked(
        asked_year(), topic if topic in SPANS else None, int(number) if is_number else None
    )


def files_of(own: str, shown: ShownStatistics, wanted: Asked) -> list[tuple[str, str]]:
    """Name and address of each file of what is shown, in this version's numbers."""
    pinned = {"topic": wanted.topic, "version": wanted.version} if wanted.version else {}
    return [
        (name.upper(), link(endpoint, fiscal_year_be=shown.document.fiscal_year_be, **pinned))
        for name in FILES
        if (endpoint := f"public.{own}_{name}") in current_app.view_functions
    ]


def _answer(channel: Channel, wanted: Asked, template: str) -> Response:
    tag = _tag(channel, wanted)
    if tag and request.if_none_match.contains_weak(tag):
        return _dressed(Response(status=304), tag)
    return _dressed(make_response(_body(tag, lambda: _draw(channel, wanted, template))), tag)


def _tag(channel: Channel, wanted: Asked) -> str:
    """What the page is drawn from, in short; "" for numbers that are counted at each visit."""
    with as_public(g.agency) as work:
        standing = versions(work, KIND_OF[channel])
    if not _is_published(standing, wanted) or not _is_plain():
        return ""
    digests = tuple(version.digest for version in standing)
    year = fiscal_year_be(house().today())  # the list of years grows with it
    asked_as = (request.endpoint, request.query_string)
    return tag_of(asked_as, language(), g.agency, digests, year)


def _is_published(standing: tuple[Version, ...], wanted: Asked) -> bool:
    if wanted.fiscal_year is None:
        return bool(standing)
    return any(version.fiscal_year_be == wanted.fiscal_year for version in standing)


def _is_plain() -> bool:
    """Whether the address has nothing but what the page knows: its links repeat the address."""
    args = request.args.to_dict(flat=False)
    return args.keys() <= _PLAIN_ARGS and all(len(values) == 1 for values in args.values())


def _body(tag: str, draw: Callable[[], str]) -> bytes:
    kept = drawn_pages().get(tag) if tag else None
    if kept is not None:
        return kept
    body = draw().encode()
    if tag:
        drawn_pages().keep(tag, body)
    return body


def _draw(channel: Channel, wanted: Asked, template: str) -> str:
    with as_public(g.agency) as work:
        shown = shown_statistics(work, channel, *wanted)
    own = KIND_OF[channel]
    context: dict[str, Any] = {
        "own": own,
        "shown": shown,
        "files": files_of(own, shown, wanted),
        "meanings": OPEN_DATA_COLUMNS,
        **drawing_of(shown.document),
    }
    return render_template(template, **context)


def _dressed(response: Response, tag: str) -> Response:
    response.headers["Cache-Control"] = FOR_A_MOMENT
    if tag:
        response.set_etag(tag, weak=True)
    return response
