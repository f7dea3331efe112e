"""What was typed travels through a page that asks who is there, and back into its own page."""

from typing import Any, Final
from urllib.parse import urlsplit

from flask import Response, current_app, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from web.desk_pages import go_to

KEPT: Final = "kept:"
"""What the names of typed fields begin with while they travel through such a page."""


def kept_fields(fields: MultiDict[str, str] | None = None) -> MultiDict[str, str]:
    """The typed fields that came through the page: of this form, or of `fields`."""
    came = request.form if fields is None else fields
    return MultiDict(
        (name.removeprefix(KEPT), value)
        for name, value in came.items(multi=True)
        if name.startswith(KEPT)
    )


def go_on(back_to: str, kept: MultiDict[str, str]) -> Response:
    """The page that was asked for, filled in with what had been typed on it."""
    sent_to, values = _route(back_to, "POST")
    redraw = getattr(current_app.view_functions.get(sent_to), "redraw", None)
    is_page = bool(_route(back_to, "GET")[0])
    if redraw is not None and (kept or not is_page):
        answer: Response = redraw(kept, **values)
        return answer
    return go_to(back_to if is_page else url_for("desk.today"))


def desk_path(asked_for: str) -> str:
    """The address when it is a page of this desk, else nothing: no redirect leads elsewhere."""
    parts = urlsplit(asked_for)
    if parts.scheme or parts.netloc or not parts.path.startswith("/desk/") or "\\" in asked_for:
        return ""
    return asked_for


def _route(path: str, method: str) -> tuple[str, dict[str, Any]]:
    """The endpoint and values of an address; an empty endpoint for one that leads nowhere."""
    try:
        adapter = current_app.url_map.bind(request.host)
        endpoint, values = adapter.match(urlsplit(path).path, method=method)
    except HTTPException:
        return "", {}
    return endpoint, dict(values)
