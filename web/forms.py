"""The filing form: from its boxes to the answers that the service checks, and back again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from web.filters import date_boxes

DATES: Final = ("incident_from", "incident_to")
BOXES: Final = ("day", "month", "year")
SEVERAL: Final = ("exclude",)
OUR_OWN: Final = frozenset({"token", "lang", "draft", "ticket"})
"""Fields of the page itself; every other name goes to the service, which refuses what it does
not know."""

ORDER: Final = (
    "narrative", "accused", "accused_unit", "place", "incident_from", "incident_to",
    "evidence_described", "witnesses", "damage", "category", "subject", "relation",
    "reported_elsewhere", "desired_outcome", "exclude", "identity_mode", "contact_name",
    "contact_phone", "contact_email", "contact_other",
)  # fmt: skip
"""The fields as they stand on the page, from top to bottom."""

WORDS: Final = (
    "narrative", "accused", "accused_unit", "place", "evidence_described", "witnesses", "damage",
    "subject", "reported_elsewhere", "desired_outcome",
)  # fmt: skip
"""The fields that officers read as they were typed."""

_BOX_NAMES: Final = frozenset(f"{name}_{box}" for name in DATES for box in BOXES)


def read_answers(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, by the service's field names; a field that came twice stays a list."""
    answers: dict[str, Any] = {
        name: values if name in SEVERAL or len(values) > 1 else values[0]
        for name, values in form.lists()
        if name not in OUR_OWN and name not in _BOX_NAMES
    }
    for name in DATES:
        boxes = [form.get(f"{name}_{box}", "").strip() for box in BOXES]
        if any(boxes):
            answers[name] = "/".join(boxes)
    return answers


def typed(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was typed, box by box, for drawing the same form again."""
    return {
        name: values if name in SEVERAL else "\n".join(values)
        for name, values in form.lists()
        if name in _BOX_NAMES or name in ORDER
    }


def in_boxes(answers: Mapping[str, str | Sequence[str]], lang: str) -> dict[str, Any]:
    """Checked answers as the form shows them: dates in three boxes, in the page's era."""
    boxes = {
        f"{name}_{box}": text
        for name in DATES
        for box, text in zip(BOXES, date_boxes(str(answers.get(name, "")), lang), strict=True)
    }
    return dict(answers) | boxes


def in_page_order(problems: Mapping[str, str]) -> list[tuple[str, str]]:
    """Field and sentence, in the order of the page; fields that are not on it come nameless."""
    known = [(name, problems[name]) for name in ORDER if name in problems]
    strange = {sentence for name, sentence in problems.items() if name not in ORDER}
    return known + [("", sentence) for sentence in sorted(strange)]
