"""The headers of every answer (docs: threat model; decisions B18)."""

from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, g, request

from app.settings import Settings

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
WITH_SCRIPT: Final = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"
"""For a page whose template asked for a script of ours (`web/factor_form.py`), and no other."""

# The ones worth stealing. The list travels with every answer, so it is not the whole catalogue.
_POWERS: Final = (
    "browsing-topics", "camera", "clipboard-read", "display-capture", "geolocation", "microphone",
    "payment", "serial", "usb",
)  # fmt: skip
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    # same-origin, not no-referrer: Chromium would else send `Origin: null` on our own forms.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS),
    # Left out, the server would name itself here.
    "Server": "",
}
_YEAR_SECONDS: Final = 365 * 24 * 3600

FRAMED: Final = frozenset({"public.statistics_embed", "public.grievances_embed"})
"""The endpoints that any site may show inside a page of its own: numbers, and nothing to press."""

SHARED: Final = frozenset(
    {
        "public.statistics_png", "public.statistics_svg",
        "public.grievances_png", "public.grievances_svg",
        "public.banner_png", "public.banner_svg",
    }
)  # fmt: skip
"""The endpoints whose pictures any site may show: what is published anyway."""

_FOR_FRAMES: Final = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors *",
        )
    ),
    # A site that isolates itself frames only what isolates itself too.
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "unsafe-none",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_WELL: Final = (200, 304)
_FOR_OTHER_SITES: Final = ("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")
_FOR_PICTURES: Final = {"Cross-Origin-Resource-Policy": "cross-origin"}


def add_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer; a view may set its own Cache-Control or stricter CSP."""

    @app.after_request
    def _dress(response: Response) -> Response:
        opened = _opened_to_others(response) or _opened_to_script()
        for name, value in (ALWAYS | opened).items():
            response.headers.setdefault(name, value)
        for name in _FOR_OTHER_SITES:
            # A view cannot open itself: only the two lists above do.
            response.headers[name] = opened.get(name, ALWAYS[name])
        _forbid_frames(response)
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.is_https and not request.host.endswith(".onion"):
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}"
        return response


def _opened_to_others(response: Response) -> Mapping[str, str]:
    """What differs for a page or a picture that other sites may show; never for a refusal."""
    if response.status_code not in _WELL:
        return {}
    if request.endpoint in FRAMED:
        return _FOR_FRAMES
    return _FOR_PICTURES if request.endpoint in SHARED else {}


def _opened_to_script() -> Mapping[str, str]:
    return {"Content-Security-Policy": WITH_SCRIPT} if g.get("needs_script") else {}


def _forbid_frames(response: Response) -> None:
    """A view's own policy, made to say who may frame it where it does not."""
    policy = response.headers["Content-Security-Policy"]
    if "frame-ancestors" not in policy:
        response.headers["Content-Security-Policy"] = f"{policy}; frame-ancestors 'none'"
