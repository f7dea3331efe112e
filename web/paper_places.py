"""The places of a paper's text that must be mended, as a page shows them."""

from collections.abc import Sequence
from typing import Any, Final

from rules.paper_fields import nearest_name
from rules.paper_kinds import PaperKind
from rules.paper_marks import tidy
from rules.paper_text import TemplateProblem
from rules.words.paper_templates import DO_YOU_MEAN, TEMPLATE_PROBLEMS

_SHOWN_MOST: Final = 40
_AROUND: Final = 40  # letters before and after the words at fault


def places_of(kind: PaperKind, text: str, problems: Sequence[TemplateProblem]) -> dict[str, Any]:
    """What `paper_templates/_places.html` asks for: `places`, and how many more there are."""
    lines = tidy(text).split("\n")
    return {
        "places": [_place(kind, lines, one) for one in problems[:_SHOWN_MOST]],
        "places_more": max(0, len(problems) - _SHOWN_MOST),
    }


def _place(kind: PaperKind, lines: Sequence[str], one: TemplateProblem) -> dict[str, Any]:
    """One place to be mended: its line before, at and after the words at fault."""
    line = lines[one.line - 1]
    start, end = one.column - 1, one.column - 1 + len(one.words)
    near = nearest_name(kind, one.words.strip("{}")) if one.code.startswith("field_") else ""
    return {
        "line": one.line,
        "column": one.column,
        "sentence": TEMPLATE_PROBLEMS[one.code].th,
        "before": line[max(0, start - _AROUND) : start],
        "words": line[start:end],
        "after": line[end : end + _AROUND],
        "near": DO_YOU_MEAN.th.replace("{name}", "{" + near + "}") if near else "",
    }
