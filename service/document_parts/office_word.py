"""What only text documents have: settings, fields, tracked changes, smart tags."""

from typing import Any

from .office_xml import drop, keep_children, local, unwrap

# What changes how pages are laid out; the rest tells of the program, its user and other files.
_SETTINGS = frozenset(
    ("compat", "defaultTabStop", "evenAndOddHeaders", "mirrorMargins", "footnotePr", "endnotePr",
     "themeFontLang", "clrSchemeMapping", "characterSpacingControl", "autoHyphenation",
     "gutterAtTop", "decimalSymbol", "listSeparator", "displayBackgroundShape", "mathPr",
     "noLineBreaksAfter", "noLineBreaksBefore", "drawingGridHorizontalSpacing",
     "drawingGridVerticalSpacing", "adjustLineHeightInTable", "alignBordersAndEdges",
     "doNotHyphenateCaps", "consecutiveHyphenLimit", "hyphenationZone",
     "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "bookFoldPrinting",
     "strictFirstAndLastChars", "kinsoku")
)  # fmt: skip
# Fields that a reader may work out again without looking outside the document.
_FIELDS = frozenset(
    ("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "TOC",
     "TC", "XE", "INDEX", "SEQ", "EQ", "SYMBOL", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT",
     "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "QUOTE", "ADVANCE", "=")
)  # fmt: skip
_WRAPPERS = frozenset(("smartTag", "customXml"))
_CODES = frozenset(("instrText", "delInstrText"))


def clean_word(root: Any, kind: str) -> None:
    """Take out what a text document keeps beside its words; the shown result of a field stays."""
    if kind == "settings":
        keep_children(root, _SETTINGS)
    for element in list(root.iter("{*}smartTag", "{*}customXml", "{*}fldSimple")):
        name = local(element)
        if name in _WRAPPERS or not _is_plain(_instruction_of(element)):
            unwrap(element)
    _blank_fields(root)


def _instruction_of(simple: Any) -> str:
    return next((value for name, value in simple.items() if name.endswith("}instr")), "")


def _is_plain(instruction: str) -> bool:
    words = instruction.split()
    return bool(words) and (words[0].upper() in _FIELDS or words[0].startswith("="))


def _blank_fields(root: Any) -> None:
    """Take out the codes of fields that reach outside, or that name the author or the file.

    A code may be cut into many runs, and a field may stand in the code of another.
    """
    open_codes: list[list[Any]] = []
    for element in list(root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText")):
        name = local(element)
        if name == "fldChar":
            state = next((v for n, v in element.items() if n.endswith("fldCharType")), "")
            if state == "begin":
                open_codes.append([])
            elif open_codes:
                _blank(open_codes[-1])
                open_codes[-1] = []
                if state == "end":
                    open_codes.pop()
        elif name in _CODES:
            if open_codes:
                open_codes[-1].append(element)
            else:
                drop(element)
    for codes in open_codes:
        _blank(codes)


def _blank(codes: list[Any]) -> None:
    if codes and not _is_plain("".join(code.text or "" for code in codes)):
        for code in codes:
            drop(code)
