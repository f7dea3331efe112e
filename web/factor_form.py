"""The second factor as a form carries it, and where passkeys can be used at all."""

from typing import Any, Final
from urllib.parse import urlsplit

from flask import g, request, url_for

from rules.words.passkeys import NOT_HERE, SAID
from service.passkey_ceremony import LOOPBACK, Site, site_at
from service.second_factor import SecondFactor
from web.desk_pages import pages
from web.house import house

ADDRESS: Final = "address"
ONION: Final = "onion"
ELSEWHERE: Final = "elsewhere"


def site_here() -> Site | None:
    """Where this request's page stands, or None where passkeys cannot be used."""
    return site_at(request.host_url.rstrip("/"), house().settings.public_url)


def typed_factor() -> SecondFactor:
    """The second factor that came with the form: a passkey's answer, or six digits."""
    form = request.form
    return SecondFactor(
        digits=form.get("digits", ""),
        assertion=form.get("assertion", ""),
        challenge=form.get("challenge", ""),
        site=site_here(),
    )


def why_not_here() -> str:
    """Why passkeys cannot be used at this address, as a code of `NOT_HERE`; "" where they can."""
    if site_here() is not None:
        return ""
    name = urlsplit(request.host_url).hostname or ""
    if name.endswith(".onion"):
        return ONION
    return ADDRESS if name.replace(".", "").isdigit() or ":" in name else ELSEWHERE


def address_by_name() -> str:
    """The sign-in page under the name that passkeys work with, from this machine's number."""
    parts = urlsplit(request.host_url)
    if why_not_here() != ADDRESS or parts.hostname not in ("127.0.0.1", "::1"):
        return ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{LOOPBACK}{port}{url_for('desk.sign_in_page')}"


def script(filename: str) -> str:
    """The address of a script of ours; this page's policy then lets it run."""
    g.needs_script = True
    return url_for("static", filename=filename)


@pages.context_processor
def _factor_words() -> dict[str, Any]:
    return {
        "script": script,
        "passkeys_here": lambda: site_here() is not None,
        "passkeys_not_here": lambda: NOT_HERE[why].th if (why := why_not_here()) else "",
        "address_by_name": address_by_name,
        "PASSKEY_SAID": SAID,
    }
