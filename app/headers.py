"""The headers of every answer (docs: threat model; decisions B18)."""

from typing import Final

from flask import Flask, Response, request

from app.settings import Settings

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
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


def add_headers(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer; a view may set its own Cache-Control or stricter CSP."""

    @app.after_request
    def _dress(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if settings.is_https and not request.host.endswith(".onion"):
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR_SECONDS}"
        return response
