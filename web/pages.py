"""How a page is drawn: its language, its addresses, and the words that every template knows."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException

from rules import thai_time
from rules.words import Words
from web import filters

ENGLISH: Final = "en"
EXIT_ADDRESS: Final = "https://www.tmd.go.th"
"""The weather office: a page that anybody might have open."""

_FORM: Final = "application/x-www-form-urlencoded"


def language() -> str:
    """The page's language: "en" when the address or the form asks for it, else "th"."""
    if "language" not in g:
        g.language = ENGLISH if _asked_language() == ENGLISH else "th"
    chosen: str = g.language
    return chosen


def _asked_language() -> str:
    asked = request.args.get("lang")
    if asked is None and request.mimetype == _FORM:
        try:
            asked = request.form.get("lang")
        except HTTPException:  # a body too large or too slow still gets its page
            return ""
    return asked or ""


def say(th: str, en: str) -> str:
    """The phrase in the page's language."""
    return en if language() == ENGLISH else th


def said(words: Words) -> str:
    """The words in the page's language."""
    return words.in_(language())


def link(endpoint: str, **values: Any) -> str:
    """The address of a page, in the same agency, channel and language."""
    for name, value in (("slug", _slug()), ("letter", g.get("letter"))):
        if value and current_app.url_map.is_endpoint_expecting(endpoint, name):
            values.setdefault(name, value)
    if language() == ENGLISH:
        values.setdefault("lang", ENGLISH)
    return url_for(endpoint, **values)


def _slug() -> str | None:
    agency = g.get("agency")
    return agency.slug if agency else (request.view_args or {}).get("slug")


def other_language() -> str:
    """The address of this very page in the other language, as seen from the page itself."""
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    return "?" + urlencode(kept | {"lang": "th" if language() == ENGLISH else ENGLISH})


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The template as an answer that no cache keeps."""
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def go_to(endpoint: str, **values: Any) -> Response:
    """The answer that sends a browser on to a page, which it then asks for by GET."""
    return make_response(redirect(link(endpoint, **values), 303))


def long_date(day: date) -> str:
    """The date in full, in the page's language and era."""
    return thai_time.long_date(day, language())


def short_date(day: date) -> str:
    """The date with a short month, in the page's language and era."""
    return thai_time.short_date(day, language())


def weekday_date(day: date) -> str:
    """The date with its weekday, in the page's language and era."""
    return thai_time.weekday_date(day, language())


def megabytes(size_bytes: int) -> str:
    """The size in the page's language."""
    return filters.megabytes(size_bytes, language())


def add_page_words(app: Flask) -> None:
    """Give every template the functions above; macros may use them without their context."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        say=say,
        said=said,
        link=link,
        other_language=other_language,
        long_date=long_date,
        short_date=short_date,
        weekday_date=weekday_date,
        megabytes=megabytes,
        EXIT_ADDRESS=EXIT_ADDRESS,
    )
    app.jinja_env.filters.update(
        code_groups=filters.code_groups,
        thousands=filters.thousands,
        thai_digits=thai_time.to_thai_digits,
    )

    @app.context_processor
    def _language_and_agency() -> dict[str, Any]:
        return {"lang": language(), "agency": g.get("agency")}
