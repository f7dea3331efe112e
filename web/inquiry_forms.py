"""What the forms of the investigation share: dates in boxes, and text that no refusal may lose."""

from collections.abc import Iterable
from typing import Final

from flask import Response
from werkzeug.datastructures import MultiDict

from rules.states import Move
from rules.words import ERRORS
from service.errors import ServiceError
from service.open_case import open_case
from web.desk_pages import work
from web.pages import page

Typed = MultiDict[str, str]
BOXES: Final = ("day", "month", "year")
_OF_THE_FORM: Final = frozenset({"event_count", "kind", "step"})


def event_count(typed: Typed) -> int:
    """How many events the case had when the page was drawn; -1 for none that could be."""
    count = typed.get("event_count", "")
    return int(count) if count.isascii() and count.isdigit() and len(count) < 10 else -1


def as_mapping(typed: Typed, dates: Iterable[str]) -> dict[str, str]:
    """The fields as the service asks for them: each date as one text."""
    mapping = typed.to_dict()
    for name in dates:
        boxes = [typed.get(f"{name}_{box}", "").strip() for box in BOXES]
        mapping[name] = "/".join(boxes) if any(boxes) else ""
    return mapping


def gone(case_id: str, move: Move, typed: Typed, refused: ServiceError) -> Response:
    """Said when a move is possible no more: what was typed, to be copied from."""
    with work(writes=True) as opened:
        case = open_case(opened, case_id)
    texts = [text for name, text in typed.items() if name not in _OF_THE_FORM and len(text) > 3]
    return page(
        "desk/kept_text.html",
        refused.status,
        case=case,
        move=move,
        texts=[text for text in texts if text.strip() and not _is_choice(text)],
        sentence=ERRORS[refused.code].th,
    )


def _is_choice(text: str) -> bool:
    # Values of rows to choose from are plain codes, and parts of a date figures alone.
    if text.strip().isdigit():
        return True
    return text.isascii() and text.replace("_", "").isalpha() and text.islower()
