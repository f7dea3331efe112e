"""Every refusal as a page: in the reader's language, saying what to do next, without secrets."""

import sys
from typing import Any, Final

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from rules.words import ERRORS, FIELD_ERRORS, Words
from service.errors import InvalidInput, ServiceError
from web.pages import page, said
from web.uploads import DRAIN_BYTES, FORM_SECONDS

_CODE_OF_STATUS: Final = {
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "unsupported_file",
    429: "too_many_tries",
    503: "busy",
}
_WORTH_TRYING_AGAIN: Final = ("busy", "internal", "unreadable", "too_many_tries")
_BUSY_DRAIN_BYTES: Final = 1024 * 1024


def answer_errors(app: Flask) -> None:
    """Answer every exception with a page; `app` sends those of the API elsewhere."""
    app.register_error_handler(Exception, answer_page)


def answer_page(error: Exception) -> Response:
    """The page for any error; what is neither a refusal of ours nor of HTTP is logged by type."""
    if isinstance(error, ServiceError):
        return _draw(error.status, error.code, ERRORS.get(error.code, ERRORS["internal"]))
    if isinstance(error, HTTPException):
        return _answer_http(error)
    current_app.log_exception(sys.exc_info())
    return _draw(500, "internal", ERRORS["internal"])


def problems_of(refused: InvalidInput) -> dict[str, str]:
    """The sentence for each field that must be mended, in the page's language."""
    return {
        name: said(FIELD_ERRORS[code]).replace("{limit}", f"{refused.limits.get(name, 0):,}")
        for name, code in refused.fields.items()
    }


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400 or error.response is not None:
        return error.get_response()  # type: ignore[return-value]
    code = _CODE_OF_STATUS.get(status, "invalid_input" if status < 500 else "internal")
    response = _draw(status, code, ERRORS[code])
    if status == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _draw(status: int, code: str, sentence: Words) -> Response:
    _drain(code)
    draft = _kept_draft() if code in _WORTH_TRYING_AGAIN else {}
    # A sealed draft that is too old cannot be opened any more: nothing may promise otherwise.
    lost = code == "form_expired" and (request.endpoint or "").startswith("reporter.")
    return page("errors/refused.html", status, code=code, sentence=sentence, lost=lost, **draft)


def _drain(code: str) -> None:
    body = getattr(request, "body", None)
    if body is not None:
        body.allow(FORM_SECONDS)
        # When every place is taken, a thread must not wait for what is not wanted.
        body.drain(_BUSY_DRAIN_BYTES if code == "busy" else DRAIN_BYTES)


def _kept_draft() -> dict[str, Any]:
    """The sealed draft of a report that could not be sent, so that one button sends it again."""
    if request.endpoint != "reporter.send" or "agency" not in g:
        return {}
    try:
        return {"draft": request.form.get("draft", ""), "token": request.form.get("token", "")}
    except HTTPException:
        return {}
