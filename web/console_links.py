"""The addresses that the disclosure console gives out: evidence, files, and where to mend."""

from datetime import date
from typing import Any, Final, NamedTuple

from flask import current_app, g, url_for

from rules.counting import closed_periods
from rules.permissions import Permission
from rules.publication import CHANNEL, GRIEVANCES, GUIDELINE, REPORT, STATISTICS
from rules.statistics_options import FIRST_HALF, WHOLE
from rules.thai_time import fiscal_year_be, halves
from rules.words.console import EMBED_TITLES, MENDS
from service.disclosure_console import Console, CriterionView, Evidence
from service.publications import Version
from web.desk_pages import may
from web.house import house
from web.public_pages import public_root

FILE_KINDS: Final = ("pdf", "xlsx", "csv", "json", "png", "svg")
_PLACES: Final = {
    "guideline": ("desk.own_guideline", Permission.PUBLISH),
    "channel": ("desk.publish_channel", Permission.PUBLISH),
    "statistics": ("desk.publish_statistics", Permission.PUBLISH),
    "look": ("desk.channel_look", Permission.PUBLISH),
    "setup": ("desk.setup", Permission.MANAGE_SETTINGS),
}
_MENDED_AT: Final = {
    "channel_closed": "setup",
    "one_door": "setup",
    "not_looked": "look",
    "looked_long_ago": "look",
    "by_hand": "",
    "does_not_balance": "",
    "no_files": "",
}
"""Where a lack is mended, when it is not the page of the item itself."""
_POSTERS: Final = (
    ("A4 PDF", "public.poster_a4"),
    ("A3 PDF", "public.poster_a3"),
    ("PNG", "public.banner_png"),
    ("SVG", "public.banner_svg"),
)


class Link(NamedTuple):
    """An address with the words it is shown under."""

    words: str
    address: str


def formats() -> frozenset[str]:
    """The files in which this program gives out the statistics."""
    return frozenset(kind for kind in FILE_KINDS if _stands(f"public.{STATISTICS}_{kind}"))


def public_address(endpoint: str, **values: Any) -> str:
    """The absolute public address of a page of the officer's agency, in Thai."""
    return public_root() + url_for(endpoint, slug=g.desk_session.agency_slug, **values)


def on_this_host(address: str) -> str:
    """The same page to be opened from the desk, at whichever host the officer works."""
    return address.removeprefix(public_root())


def evidence_address(evidence: Evidence) -> str:
    """Where an assessor sees what was ticked."""
    if evidence.place == "door":
        return public_address("reporter.door")
    place = STATISTICS if evidence.place in ("whole_year", "files") else evidence.place
    more = {"topic": evidence.topic} if evidence.topic else {}
    return public_address(
        f"public.{place}", year=evidence.fiscal_year_be, **more, _anchor=evidence.anchor or None
    )


def version_address(version: Version) -> str:
    """The public page of one version; "" where the page is not of this program."""
    endpoint = f"public.{version.kind}"
    if not _stands(endpoint):
        return ""
    number = {"version": version.version}
    if version.kind == REPORT:
        place = {"fiscal_year_be": version.fiscal_year_be, "topic": version.topic}
        return public_address(endpoint, **place, **number)
    topic = {"topic": version.topic} if version.topic else {}
    return public_address(endpoint, year=version.fiscal_year_be, **topic, **number)


def mending(view: Console, role: str, found: CriterionView) -> Link | None:
    """Where what lacks is mended, for an officer who may; else None."""
    return _place(_MENDED_AT.get(found.lack, role), view) if found.lack else None


def publishing(view: Console, role: str) -> Link | None:
    """Where an item's page is published anew, for an officer who may; else None."""
    return _place(role, view)


def _place(name: str, view: Console) -> Link | None:
    endpoint, permission = _PLACES.get(name, ("", None))
    if not (permission and _stands(endpoint) and may(permission)):
        return None
    year, today = view.year.fiscal_year_be, house().today()
    if name == STATISTICS:
        return Link(MENDS[name], url_for(endpoint, **_span_to_show(view, today)))
    # The guideline and the channel are published as of today, so as this year's alone.
    return Link(MENDS[name], url_for(endpoint)) if year == fiscal_year_be(today) else None


def _span_to_show(view: Console, today: date) -> dict[str, str | int]:
    """What would prove the year's statistics: its first half once closed, else the year before.

    Where a version was changed behind the program's back, one in its place.
    """
    changed = next((one.changed for one in view.items if one.item.role == STATISTICS), None)
    if changed is not None:
        return {"year": changed.fiscal_year_be, "span": changed.topic}
    year = view.year.fiscal_year_be
    if closed_periods(halves(year)[:1], today):
        return {"year": year, "span": FIRST_HALF}
    return {"year": year - 1, "span": WHOLE}


def item_addresses(view: Console) -> tuple[tuple[str, Link], ...]:
    """For each item, with its role, the address to paste into the assessment system.

    Of the statistics, the version that covers what the year asks.
    """
    return tuple(
        (one.item.role, Link(one.item.code or "", _item_address(one.item.role, one.version, view)))
        for one in view.items
        if one.version is not None and one.changed is None
    )


def _item_address(role: str, version: Version, view: Console) -> str:
    if role != STATISTICS:
        return public_address(f"public.{role}", year=view.year.fiscal_year_be)
    return public_address("public.statistics", year=version.fiscal_year_be, topic=version.topic)


def downloads(view: Console) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """The files of each item that is published, by role; only those that this program makes."""
    found = {
        one.item.role: one.version
        for one in view.items
        if one.version is not None and one.changed is None
    }
    files: list[tuple[str, tuple[Link, ...]]] = []
    if GUIDELINE in found and _stands("public.guideline_pdf"):
        pdf = public_address("public.guideline_pdf", year=view.year.fiscal_year_be)
        files.append((GUIDELINE, (Link("PDF", pdf),)))
    posters = tuple(Link(words, public_address(one)) for words, one in _POSTERS if _stands(one))
    if CHANNEL in found and posters:
        files.append((CHANNEL, posters))
    if STATISTICS in found:
        files.append((STATISTICS, _statistics_files(found[STATISTICS])))
    return tuple(files)


def _statistics_files(version: Version) -> tuple[Link, ...]:
    pinned = {"topic": version.topic, "version": version.version}
    return tuple(
        Link(
            kind.upper(),
            public_address(
                f"public.statistics_{kind}", fiscal_year_be=version.fiscal_year_be, **pinned
            ),
        )
        for kind in FILE_KINDS
        if kind in formats()
    )


def embeds() -> tuple[Link, ...]:
    """What can stand inside a page of the office's own site: its title and address."""
    return tuple(
        Link(EMBED_TITLES[own], public_address(f"public.{own}_embed"))
        for own in (STATISTICS, GRIEVANCES)
        if _stands(f"public.{own}_embed")
    )


def _stands(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
