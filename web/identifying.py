"""What may tell who writes, made ready for the check page and for the page that asks once more."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import Response

from rules.personal_marks import TRACKING_CODE
from rules.words.identifying import BOXES, CODE_TELLS, DETAILS
from service.follow_complaint import follow
from service.form_tokens import day_token
from service.identifying import Detail
from web.follow_entry import with_code_cookie
from web.house import reading
from web.pages import page, said

AS_IT_IS = "as_it_is"
"""The button that sends words as they are, after they were pointed out."""


class Found(NamedTuple):
    """What was found, in the page's language: name, words, box; and what a code would open."""

    rows: tuple[tuple[str, str, str], ...]
    code_tells: str


def found(details: Sequence[Detail]) -> Found:
    """The details as a template lists them."""
    rows = tuple(
        (said(DETAILS[one.kind]), one.words, said(BOXES[one.box]) if one.box in BOXES else "")
        for one in details
    )
    has_code = any(one.kind == TRACKING_CODE for one in details)
    return Found(rows, said(CODE_TELLS) if has_code else "")


def ask_once_more(
    follow_token: str, purpose: str, field: str, text: str, details: Sequence[Detail]
) -> Response:
    """The page with the text to be changed, or sent as it is; nothing was kept of it."""
    with reading() as work:
        seen, token = follow(work, follow_token), day_token(work, purpose)
    drawn = page(
        "follow/look_again.html",
        found=found(details), token=token, field=field, text=text, as_it_is=AS_IT_IS,
    )  # fmt: skip
    return with_code_cookie(drawn, seen.token)
