"""A reader of HTML that forgives nothing: what a browser would silently mend is named here."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
SLANTED = frozenset(("i", "em", "cite", "address", "dfn", "var"))
BLOCKS = frozenset(
    ("div", "p", "ul", "ol", "dl", "h1", "h2", "h3", "form", "fieldset", "table", "section", "nav")
)
TYPED_INTO = frozenset(("input", "select", "textarea"))
NEEDS_NO_LABEL = frozenset(("hidden", "submit", "button"))
NAMES_ITS_TARGET = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form")
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data")
MUST_HAVE_WORDS = frozenset(
    ("a", "button", "h1", "h2", "h3", "title", "legend", "label", "summary")
)


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    words: str = ""
    is_announced: bool = False
    """Whether it stands in a panel that is read out first, above the page's heading."""


@dataclass
class StrictPage(HTMLParser):
    """A page as it was read; `problems` says everything that is wrong with it."""

    html: str
    problems: list[str] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)
    _open: list[_Element] = field(default_factory=list)
    _labelled: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        if not self.html.startswith("<!doctype html>\n"):
            self.problems.append("no doctype")
        self.feed(self.html)
        self.close()
        self.problems += [f"<{one.tag}> is never closed" for one in self._open]
        self._look_at_the_whole()

    def all(self, tag: str) -> list[_Element]:
        return [one for one in self.elements if one.tag == tag]

    @property
    def foreign(self) -> set[str]:
        """Every address on the page that leads to another host."""
        named = (one.attributes.get(name, "") for one in self.elements for name in ADDRESSES)
        return {address for address in named if urlsplit(address).netloc}

    # Reading

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self._look_at_attributes(tag, [name for name, _ in attrs], element)
        self._look_at_place(element)
        element.is_announced = any(
            one.attributes.get("role") in ("alert", "status") for one in self._open
        )
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            inside = self._open[-1].tag if self._open else "nothing"
            self.problems.append(f"</{tag}> inside <{inside}>")
            return
        element = self._open.pop()
        named = element.attributes.get("aria-label") or element.attributes.get("aria-labelledby")
        if tag in MUST_HAVE_WORDS and not element.words.strip() and not named:
            self.problems.append(f"<{tag}> has no words")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.words += data

    # Looking

    def _look_at_attributes(self, tag: str, names: list[str], element: _Element) -> None:
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice")
        for name in names:
            if name == "style" or name.startswith("on"):
                self.problems.append(f"<{tag} {name}>")
        if tag in ("script", "style", "iframe", "object", "embed", "base"):
            self.problems.append(f"<{tag}>")
        if tag in SLANTED:
            self.problems.append(f"<{tag}> is slanted")
        if tag == "img" and "alt" not in element.attributes:
            self.problems.append("<img> without alt")
        for name in ADDRESSES:
            if re.match(r"\s*(javascript|vbscript):", element.attributes.get(name, ""), re.I):
                self.problems.append(f"<{tag} {name}> holds a script")

    def _look_at_place(self, element: _Element) -> None:
        outer = [one.tag for one in self._open]
        tag, kind = element.tag, element.attributes.get("type", "text")
        if tag in BLOCKS and "p" in outer:
            self.problems.append(f"<{tag}> inside <p>")
        if tag in ("a", "button", "form", "label") and tag in outer:
            self.problems.append(f"<{tag}> inside <{tag}>")
        if tag == "button" and "a" in outer or tag == "a" and "button" in outer:
            self.problems.append("a link and a button in one")
        if tag == "li" and outer[-1:] not in (["ul"], ["ol"]):
            self.problems.append("<li> outside a list")
        if kind in ("radio", "checkbox") and "label" not in outer:
            self.problems.append(f"{kind} {element.attributes.get('name')} outside its label")
        if kind == "radio" and "fieldset" not in outer:
            self.problems.append(f"radio {element.attributes.get('name')} outside a fieldset")
        if "label" in outer or element.attributes.get("aria-label"):
            self._labelled.add(id(element))

    def _look_at_the_whole(self) -> None:
        for tag in ("html", "head", "body", "main", "h1", "title"):
            if len(self.all(tag)) != 1:
                self.problems.append(f"{len(self.all(tag))} times <{tag}>")
        if not any(one.attributes.get("charset") == "utf-8" for one in self.all("meta")):
            self.problems.append("no charset")
        self._look_at_ids()
        self._look_at_labels()
        self._look_at_headings()

    def _look_at_ids(self) -> None:
        ids = [one.attributes["id"] for one in self.elements if "id" in one.attributes]
        self.problems += [f"id {one} stands twice" for one in set(ids) if ids.count(one) > 1]
        for element in self.elements:
            wanted = [
                target
                for name in NAMES_ITS_TARGET
                for target in element.attributes.get(name, "").split()
            ]
            here = element.attributes.get("href", "")
            wanted += [here[1:]] if here.startswith("#") else []
            self.problems += [f"no element #{one}" for one in wanted if one not in ids]

    def _look_at_labels(self) -> None:
        named = {one.attributes.get("for") for one in self.all("label")}
        for element in self.elements:
            if element.tag not in TYPED_INTO or element.attributes.get("type") in NEEDS_NO_LABEL:
                continue
            if id(element) not in self._labelled and element.attributes.get("id") not in named:
                self.problems.append(f"{element.attributes.get('name')} has no label")

    def _look_at_headings(self) -> None:
        level = 0
        for element in self.elements:
            if re.fullmatch("h[1-6]", element.tag) and not element.is_announced:
                if int(element.tag[1]) > level + 1:
                    self.problems.append(f"<{element.tag}> after level {level}")
                level = int(element.tag[1])
