"""The public disclosure pages as one blueprint, and what they share."""

from typing import Final

from flask import Blueprint, g, request, url_for

from web.house import belongs_to_agency, house

FOR_A_MOMENT: Final = "public, max-age=300"
"""Open data may be kept for five minutes, so that a busy portal does not ask each time."""

pages = belongs_to_agency(Blueprint("public", __name__, url_prefix="/<slug>/disclosure"))


def asked_year() -> int | None:
    """The fiscal year (B.E.) in the address, or None for none that is one."""
    year = request.args.get("year", "")
    return int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None


def public_root() -> str:
    """The service's own address as the public knows it, without a slash at its end."""
    root: str = house().settings.public_url or request.host_url.rstrip("/")
    return root


def door_address() -> str:
    """The stable public address of the agency's channel."""
    return public_root() + url_for("reporter.door", slug=g.agency.slug)
