"""What is published, in canonical bytes: the same record is always the same bytes.

A record holds None, bool, int, str, lists and mappings with text keys; no floats, whose digits
differ between programs. Canonical: UTF-8 JSON, keys sorted, no spaces, `v` in the first place by
meaning though not by order. Version 1.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

FORMAT: Final = 1

STATISTICS: Final = "statistics"
GRIEVANCES: Final = "grievances"
GUIDELINE: Final = "guideline"
CHANNEL: Final = "channel"
REPORT: Final = "report"
ANALYSIS: Final = "analysis"
SURVEY: Final = "survey"
KINDS: Final = (GUIDELINE, CHANNEL, STATISTICS, GRIEVANCES, REPORT, ANALYSIS, SURVEY)
"""The kinds of page of which versions are published."""


def canonical(record: Mapping[str, Any]) -> bytes:
    """The record in bytes; TypeError for what a record may not hold."""
    _check(record)
    return json.dumps(
        {"v": FORMAT, **record}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def opened(content: bytes) -> dict[str, Any]:
    """The record of canonical bytes; ValueError when they are of another format."""
    record = json.loads(content)
    if not isinstance(record, dict) or record.pop("v", None) != FORMAT:
        raise ValueError("a publication of another format")
    return record


def _check(value: Any) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("a record's names are texts")
        for one in value.values():
            _check(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one)
    elif not (value is None or isinstance(value, bool | int | str)):
        raise TypeError("a record holds no such value")
