"""What only workbooks have: names, formulas that reach outside, authors of comments.

Hidden sheets, rows and columns are what somebody wrote, not traces of who wrote it. They stay,
and stay hidden: figures on a hidden sheet may be the evidence itself.
"""

import re
from collections.abc import Callable
from typing import Any

from .office_xml import drop, keep_children, local

_WORKBOOK = frozenset(("workbookPr", "bookViews", "sheets", "definedNames", "calcPr"))
_FORMULAS = frozenset(("f", "formula", "formula1", "formula2"))
# Another workbook by its number or its name, another program (DDE), the network, the machine.
_OUTSIDE = re.compile(
    r"\[\d+\]|\[[^\]]+\.xl|\||://|\\\\|\b(?:WEBSERVICE|FILTERXML|HYPERLINK|IMAGE|RTD|CALL|REGISTER"
    r"|EXEC|INFO|CELL|SQL\.REQUEST|STOCKHISTORY)\s*\(",
    re.IGNORECASE,
)
_NAME_KEPT = frozenset(("name", "localSheetId", "hidden"))
_LOOKED_AT = ("{*}definedName", "{*}hyperlinks", *(f"{{*}}{name}" for name in sorted(_FORMULAS)))


def clean_sheet(root: Any, kind: str, person: Callable[[str], str]) -> None:
    """Take out what a workbook keeps beside its cells; the last value of a formula stays."""
    if kind == "officeDocument":
        keep_children(root, _WORKBOOK)
    if kind == "comments":
        _number_authors(root, person)
    if kind == "table" and root.get("tableType"):
        del root.attrib["tableType"]
    for element in list(root.iter(*_LOOKED_AT)):
        name = local(element)
        if name == "definedName":
            _clean_name(element)
        elif name in _FORMULAS and _OUTSIDE.search(element.text or ""):
            _drop_formula(element)
        elif name == "hyperlinks":
            _clean_links(element)


def _clean_name(element: Any) -> None:
    """Add-ins keep texts of their own, names of users among them, under hidden names."""
    is_own = element.get("name", "").startswith("_xlnm.")
    if _OUTSIDE.search(element.text or "") or (element.get("hidden") and not is_own):
        drop(element)
        return
    for attribute in list(element.attrib):
        if attribute not in _NAME_KEPT:
            del element.attrib[attribute]


def _drop_formula(formula: Any) -> None:
    """The formula goes, with those that only say that they are the same one."""
    parent = formula.getparent()
    if local(parent) != "c":
        formula.text = "0"
        return
    number = formula.get("si")
    if number is not None:
        for other in formula.getroottree().iter("{*}f"):
            if other.get("si") == number and other is not formula:
                drop(other)
    drop(formula)


def _clean_links(links: Any) -> None:
    for link in list(links):
        if not link.get("location"):
            links.remove(link)
    if len(links) == 0:
        drop(links)


def _number_authors(root: Any, person: Callable[[str], str]) -> None:
    """Numbers for names, also where a program has written the name before a comment's words."""
    names = {}
    for author in root.iter("{*}author"):
        names[author.text or ""] = author.text = person(author.text or "")
    for comment in root.iter("{*}comment"):
        for text in comment.iter("{*}t"):
            said = (text.text or "").rstrip().removesuffix(":")
            if said in names:
                text.text = f"{names[said]}:"
            else:
                start = next((n for n in names if n and (text.text or "").startswith(f"{n}:")), "")
                if start:
                    text.text = f"{names[start]}:{(text.text or '')[len(start) + 1 :]}"
            break
