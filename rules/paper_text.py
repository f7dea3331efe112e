"""The text of a paper as an office writes it: read once, then filled for one case.

    เรื่อง: แจ้งการรับเรื่อง
    เรียน: {ผู้รับ}
    คำลงท้าย: ขอแสดงความนับถือ
    ---
    ตามที่ท่านแจ้งเรื่อง เลขรับ {เลขรับ} ...

A blank line begins a new paragraph, `# ` a heading, `- ` or `1. ` a point. What is filled in is
never read again, whatever it holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rules.official_paper import HEADING, ITEM, PARAGRAPH, Piece
from rules.paper_fields import Field, field_named, is_field_elsewhere, same_name
from rules.paper_kinds import LAYOUT_OF, Layout, PaperKind
from rules.paper_marks import Line, indent_of, kind_of, lone_list, marked, tidy, tidy_cells, trimmed
from rules.thai_time import to_arabic_digits

TEMPLATE_LENGTH: Final = 12_000
DOTS: Final = "........................"
"""What stands where nothing is known: room to write by hand."""

HEADERS: Final[Mapping[str, str]] = {
    "title": "หัวเรื่อง",
    "subject": "เรื่อง",
    "addressee": "เรียน",
    "reference": "อ้างถึง",
    "enclosure": "สิ่งที่ส่งมาด้วย",
    "closing": "คำลงท้าย",
}
"""The lines above the divider, as an officer writes their names."""
REQUIRED: Final[Mapping[Layout, tuple[str, ...]]] = {
    Layout.LETTER: ("subject", "addressee", "closing"),
    Layout.MEMO: ("subject", "addressee"),
    Layout.ORDER: ("title", "subject"),
}
SEVERAL: Final = ("reference", "enclosure")
"""Headers that may come more than once, and only in a letter."""

_NAMES: Final = {same_name(words): key for key, words in HEADERS.items()}
_KNOWN_HEADER: Final = re.compile(rf"\s*(?:{'|'.join(HEADERS.values())})(?:\s*[:：]|\s|$)")
_ANY_HEADER: Final = re.compile(r"[^:：{}]*[:：]")
_DIVIDER: Final = re.compile(r"\s*(?:-{3,}|[\u2013\u2014]+-*)\s*")
_SHOWN: Final = 60
_BRACES: Final = re.compile(r"\{([^{}]*)(\}?)|\}")


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One place to be mended: line and column count from 1; `words` stand just there."""

    line: int
    column: int
    code: str
    words: str


class TemplateBroken(Exception):
    """The text cannot be used; `problems` has every place, from top to bottom."""

    def __init__(self, problems: Sequence[TemplateProblem]) -> None:
        super().__init__(f"{len(problems)} places to mend")
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body before it is filled; `kind` as in `official_paper.Piece`."""

    kind: str
    line: Line


@dataclass(frozen=True, slots=True)
class PaperText:
    """A text without fault."""

    kind: PaperKind
    headers: Mapping[str, tuple[Line, ...]]
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text with its fields filled in; digits are Arabic throughout."""

    subject: str = field(repr=False)
    addressee: str = field(default="", repr=False)
    references: tuple[str, ...] = field(default=(), repr=False)
    enclosures: tuple[str, ...] = field(default=(), repr=False)
    closing: str = ""
    title: str = field(default="", repr=False)
    pieces: tuple[Piece, ...] = field(default=(), repr=False)


def parse(text: str, kind: PaperKind) -> PaperText:
    """The text of a paper of that kind; TemplateBroken names every place in `tidy(text)`.

    A text that is too long has that one fault and is not read further.
    """
    return _Reader(kind).read(tidy(text))


def fill(parsed: PaperText, values: Mapping[str, str | Sequence[str]]) -> FilledText:
    """The text with the values of its fields by their keys; dots where one has none.

    A list alone on its line (also behind `- ` or `1. `) becomes a point for each of its values.
    Lines of a value are paragraphs of their own in the body; elsewhere they become one line. Tabs
    in the values of such a list part the columns of its points, elsewhere they are blanks.
    """
    return _Filler(values).fill(parsed)


class _Reader:
    """Reads one text from top to bottom and remembers every fault on the way."""

    def __init__(self, kind: PaperKind) -> None:
        self._kind = kind
        self._required = REQUIRED[LAYOUT_OF[kind]]
        self._problems: list[TemplateProblem] = []
        self._headers: dict[str, list[Line]] = {}

    def read(self, text: str) -> PaperText:
        """What the text says; TemplateBroken names all that is wrong with it."""
        lines = text.split("\n")
        self._check_length(lines)
        divider = next((at for at, line in enumerate(lines) if _DIVIDER.fullmatch(line)), None)
        for number, line in enumerate(lines[:divider], start=1):
            if line.strip():
                self._header(number, line)
        if divider is None:
            self._fault(len(lines), 1, "divider_missing", lines[-1])
            divider = len(lines)
        self._check_headers(min(divider + 1, len(lines)), lines)
        body = self._body(lines[divider + 1 :], divider + 2)
        if divider < len(lines) and not any(line.strip() for line in lines[divider + 1 :]):
            self._fault(divider + 1, 1, "body_empty", lines[divider])
        if self._problems:
            raise TemplateBroken(sorted(self._problems, key=lambda one: (one.line, one.column)))
        headers = {name: tuple(found) for name, found in self._headers.items()}
        return PaperText(self._kind, headers, body)

    def _fault(self, line: int, column: int, code: str, words: str) -> None:
        self._problems.append(TemplateProblem(line, column, code, words[:_SHOWN]))

    def _check_length(self, lines: Sequence[str]) -> None:
        room = TEMPLATE_LENGTH
        for number, line in enumerate(lines, start=1):
            if len(line) > room:
                at = max(room, 0)
                found = TemplateProblem(number, at + 1, "too_long", line[at:][:_SHOWN])
                raise TemplateBroken([found])
            room -= len(line) + 1

    def _header(self, number: int, line: str) -> None:
        start = indent_of(line) + 1
        # Letters have no colon there, so a name that we know does without.
        found = _KNOWN_HEADER.match(line) or _ANY_HEADER.match(line)
        if not found:
            self._fault(number, start, "header_without_colon", line.strip())
            return
        name = _NAMES.get(same_name(found[0].rstrip(":： ")))
        if name is None:
            self._fault(number, start, "header_unknown", found[0].strip())
        elif name not in (*self._required, *self._extra()):
            self._fault(number, start, "header_not_here", found[0].strip())
        elif name in self._headers and name not in SEVERAL:
            self._fault(number, start, "header_twice", found[0].strip())
        value = self._line(number, line, found.end())
        if name and not line[found.end() :].strip():
            self._fault(number, start, "header_empty", found[0].strip())
        if name:
            self._headers.setdefault(name, []).append(value)

    def _extra(self) -> tuple[str, ...]:
        return SEVERAL if LAYOUT_OF[self._kind] is Layout.LETTER else ()

    def _check_headers(self, number: int, lines: Sequence[str]) -> None:
        for name in self._required:
            if name not in self._headers:
                self._fault(number, 1, f"{name}_missing", lines[number - 1])

    def _body(self, lines: Sequence[str], first: int) -> tuple[Block, ...]:
        blocks: list[Block] = []
        goes_on = False
        for number, line in enumerate(lines, start=first):
            if _DIVIDER.fullmatch(line):
                self._fault(number, indent_of(line) + 1, "divider_twice", line.strip())
                continue
            indent = indent_of(line)
            kind = kind_of(line[indent:])
            read = self._line(number, line, indent + (2 if kind == HEADING else 0))
            if not read:
                goes_on = False
            elif kind == PARAGRAPH and goes_on and not lone_list(read):
                last = blocks.pop()
                blocks.append(Block(last.kind, (*last.line, " ", *read)))
            else:
                blocks.append(Block(kind, read))
                goes_on = kind != HEADING and not lone_list(read)
        return tuple(blocks)

    def _line(self, number: int, line: str, start: int) -> Line:
        """What stands in the line from `start` on, and its faults on the way."""
        read: list[str | Field] = []
        at = start
        for found in _BRACES.finditer(line, start):
            read.append(line[at : found.start()])
            at = found.end()
            code = self._wrong(found)
            if code:
                self._fault(number, found.start() + 1, code, found[0].rstrip())
            elif known := field_named(self._kind, found[1]):
                read.append(known)
        read.append(line[at:])
        return trimmed(read)

    def _wrong(self, found: re.Match[str]) -> str:
        if found[1] is None:
            return "brace_not_opened"
        if not found[2]:
            return "brace_not_closed"
        if field_named(self._kind, found[1]):
            return ""
        if not found[1].strip():
            return "field_without_name"
        return "field_not_here" if is_field_elsewhere(found[1]) else "field_unknown"


class _Filler:
    """Fills one text with one case's values."""

    def __init__(self, values: Mapping[str, str | Sequence[str]]) -> None:
        self._values = values

    def fill(self, parsed: PaperText) -> FilledText:
        """The same text with the values in the places of their fields."""
        several = {name: self._several(parsed, name) for name in SEVERAL}
        return FilledText(
            subject=self._one(parsed, "subject"),
            addressee=self._one(parsed, "addressee"),
            references=several["reference"],
            enclosures=several["enclosure"],
            closing=self._one(parsed, "closing"),
            title=self._one(parsed, "title"),
            pieces=tuple(piece for block in parsed.body for piece in self._pieces(block)),
        )

    def _one(self, parsed: PaperText, name: str) -> str:
        return next((_on_one_line(self._words(line)) for line in parsed.headers.get(name, ())), "")

    def _several(self, parsed: PaperText, name: str) -> tuple[str, ...]:
        return tuple(
            _on_one_line(words)
            for line in parsed.headers.get(name, ())
            for words in self._header_points(line)
        )

    def _header_points(self, line: Line) -> Sequence[str]:
        listed = lone_list(line)
        # Nothing to enclose is no enclosure, not one to be written by hand.
        return self._list(listed) if listed else (self._words(line),)

    def _pieces(self, block: Block) -> Iterator[Piece]:
        listed = lone_list(block.line)
        if listed:
            mark = block.line[0] if isinstance(block.line[0], str) else ""
            for place, words in enumerate(self._list(listed) or (DOTS,)):
                # A tab parts the columns of a point, such as a name from a post.
                cells = map(_on_one_line, words.split("\t"))
                yield Piece(ITEM, marked(mark, place) + "\t".join(cells))
            return
        words = self._words(block.line)
        lines = (words,) if block.kind == HEADING else words.split("\n")
        for line in lines:
            if line.strip():
                yield Piece(block.kind, _on_one_line(line))

    def _words(self, line: Line) -> str:
        return "".join(one if isinstance(one, str) else self._value(one) for one in line)

    def _value(self, one: Field) -> str:
        return ", ".join(self._list(one)) or DOTS

    def _list(self, one: Field) -> tuple[str, ...]:
        value = self._values.get(one.key, "")
        listed = (value,) if isinstance(value, str) else tuple(value)
        clean = tidy_cells if one.is_list else tidy
        return tuple(words for words in map(clean, listed) if words.strip())


def _on_one_line(words: str) -> str:
    return to_arabic_digits(" ".join(words.replace("\t", "\n").split("\n")).strip())
