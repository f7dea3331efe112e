"""A day as an officer types it: in one box or in three, in either era."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from rules.thai_time import parse_date

_BOXES: Final = ("day", "month", "year")


def typed_day(mapping: Mapping[str, Any], name: str) -> date | None:
    """The day in the field of that name, or in its three boxes; None when it is no day.

    One box takes 5/1/2570, 2027-01-05 and "5 มกราคม 2570".
    """
    whole = str(mapping.get(name, "")).strip()
    if whole:
        return day_of(whole.replace("-", "/").split("/") if _has_strokes(whole) else whole.split())
    return day_of([str(mapping.get(f"{name}_{box}", "")) for box in _BOXES])


def is_typed(mapping: Mapping[str, Any], name: str) -> bool:
    """Whether anything stands in the field or in one of its boxes."""
    return any(
        str(mapping.get(field, "")).strip()
        for field in (name, *(f"{name}_{box}" for box in _BOXES))
    )


def day_of(parts: list[str]) -> date | None:
    """The day of three parts, year first or day first; None when they are none."""
    if len(parts) != 3:
        return None
    first, month, last = (part.strip() for part in parts)
    try:
        # ISO dates come year first; people write day first.
        return parse_date(last, month, first) if len(first) == 4 else parse_date(first, month, last)
    except ValueError:
        return None


def _has_strokes(text: str) -> bool:
    return "/" in text or text.count("-") == 2
