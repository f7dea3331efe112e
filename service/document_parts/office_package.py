"""An Office document made anew: known parts under new names in a new archive without a past."""

import io
import posixpath
import zipfile
import zlib
from collections import deque
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from .office_kinds import (
    FAMILIES,
    IMAGE,
    IMPLIED_OFF_MAIN,
    MAIN,
    PICTURE_TYPES,
    POINTING,
    Family,
    relation_kind,
)
from .office_pictures import crop_pictures, office_picture
from .office_sheet import clean_sheet
from .office_slides import clean_slides
from .office_word import clean_word
from .office_xml import clean_common, local, parsed, targets, written
from .verdicts import Locked, TooHeavy, Unsure

PARTS_MOST = 4_000
UNPACKED_BYTES = 256 * 1024 * 1024
_ENCRYPTED = 1
_DAY = (1980, 1, 1, 0, 0, 0)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOOSE = "vmlDrawing"


def rewritten(original: bytes, _kind: str) -> bytes:
    """The new document. Its kind is told by its main part: first names in a zip can mislead."""
    try:
        with zipfile.ZipFile(io.BytesIO(original)) as archive:
            return _Package(_Archive(archive)).made()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, KeyError):
        raise Unsure from None


class _Archive:
    """The parts of the old document by their names, told apart as the format does."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > PARTS_MOST or sum(one.file_size for one in entries) > UNPACKED_BYTES:
            raise TooHeavy
        if any(one.flag_bits & _ENCRYPTED for one in entries):
            raise Locked
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for one in entries:
            name = one.filename.replace("\\", "/").lstrip("/").lower()
            if name in self._entries:
                raise Unsure
            self._entries[name] = one

    def holds(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._entries

    def part(self, name: str) -> bytes:
        """Its bytes; KeyError when there is none."""
        return self._archive.read(self._entries[name.lower()])

    def links(self, source: str) -> dict[str, tuple[str, str, str]]:
        """By id: kind, type and target of those relationships of `source` that stay inside."""
        folder, name = posixpath.split(source)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.holds(place):
            return {}
        found = {}
        for link in parsed(self.part(place)):
            address, target = link.get("Type", ""), unquote(link.get("Target", ""))
            kind = relation_kind(address)
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if kind and link.get("TargetMode") != "External" and self.holds(inside):
                found[link.get("Id", "")] = kind, address, inside
        return found


class _Package:
    """The new document while it is made."""

    def __init__(self, old: _Archive) -> None:
        self._old = old
        self._parts: dict[str, bytes] = {}
        self._types: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._people: dict[str, str] = {}
        self._pictures: dict[str, tuple[bytes, str] | None] = {}
        self._waiting: deque[tuple[str, str, str]] = deque()
        self._family: Family = FAMILIES["document"]

    def made(self) -> bytes:
        """The bytes of the new document."""
        mains = [link for link in self._old.links("").values() if link[0] == MAIN]
        if len(mains) != 1:
            raise Unsure
        _, address, source = mains[0]
        family = FAMILIES.get(local(parsed(self._old.part(source))))
        if family is None:
            raise Unsure
        self._family = family
        name = f"{family.folder}/{local(parsed(self._old.part(source)))}.xml"
        self._names[source.lower(), MAIN] = name
        self._types[name] = family.main
        self._waiting.append((MAIN, source, name))
        while self._waiting:
            self._take(*self._waiting.popleft())
        self._parts["_rels/.rels"] = _links([("rId1", address, f"/{name}")])
        return self._zipped()

    def _take(self, kind: str, source: str, name: str) -> None:
        """Clean one part and all that it may lead to."""
        root = parsed(self._old.part(source), is_loose=kind == _LOOSE)
        links = self._allowed(self._old.links(source))
        kept: dict[str, tuple[str, str]] = {}
        if self._family.folder == "ppt":
            clean_slides(root, kind, self._person)
        clean_common(root, self._person, links.__contains__)
        if self._family.folder == "word":
            clean_word(root, kind)
        elif self._family.folder == "xl":
            clean_sheet(root, kind, self._person)
        for fresh, address, cut in crop_pictures(root, links, self._picture):
            kept[fresh] = address, self._add_picture(*cut)
        pointed = targets(root)
        for link, (what, address, target) in links.items():
            if link in pointed or self._is_implied(kind, what):
                kept[link] = address, self._new_name(what, target)
        self._parts[name] = written(root)
        if kept:
            folder, last = posixpath.split(name)
            self._parts[f"{folder}/_rels/{last}.rels"] = _links(
                [(link, address, f"/{target}") for link, (address, target) in kept.items()]
            )

    def _allowed(self, links: dict[str, tuple[str, str, str]]) -> dict[str, tuple[str, str, str]]:
        return {
            link: (what, address, target)
            for link, (what, address, target) in links.items()
            if what in self._family.parts or (what == IMAGE and self._picture(target))
        }

    def _is_implied(self, source: str, what: str) -> bool:
        return (
            what in self._family.implied
            or (source not in POINTING and what in IMPLIED_OFF_MAIN)
            or (source == "slideMaster" and what == "theme")
        )

    def _picture(self, target: str) -> tuple[bytes, str] | None:
        """A picture without its notes, with its extension; None for one that is left out."""
        if target.lower() not in self._pictures:
            try:
                self._pictures[target.lower()] = office_picture(self._old.part(target))
            except Unsure:
                self._pictures[target.lower()] = None
        return self._pictures[target.lower()]

    def _new_name(self, what: str, target: str) -> str:
        key = target.lower(), what
        if key not in self._names:
            if what == IMAGE:
                picture = self._picture(target)
                if picture is None:
                    raise Unsure
                self._names[key] = self._add_picture(*picture)
            else:
                content_type, pattern = self._family.parts[what]
                name = f"{self._family.folder}/{pattern.format(self._number(what))}"
                self._names[key] = name
                self._types[name] = content_type
                self._waiting.append((what, target, name))
        return self._names[key]

    def _add_picture(self, picture: bytes, extension: str) -> str:
        name = f"{self._family.folder}/media/image{self._number(IMAGE)}.{extension}"
        self._parts[name] = picture
        return name

    def _number(self, what: str) -> str:
        """The next number of a kind of part; none for the first of those that stand alone."""
        self._counts[what] = self._counts.get(what, 0) + 1
        is_alone = self._counts[what] == 1 and what in self._family.alone
        return "" if is_alone else str(self._counts[what])

    def _person(self, name: str) -> str:
        """A number in place of a name, the same one wherever the name stands."""
        return self._people.setdefault(name, str(len(self._people) + 1))

    def _zipped(self) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {
                "[Content_Types].xml": self._content_types(),
                **self._parts,
            }.items():
                entry = zipfile.ZipInfo(name, _DAY)
                entry.create_system = 0
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w") as part:  # `writestr` would add rights
                    part.write(content)
        return out.getvalue()

    def _content_types(self) -> bytes:
        defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml",
                    "xml": "application/xml"} | PICTURE_TYPES  # fmt: skip
        body = "".join(
            f"<Default Extension={quoteattr(end)} ContentType={quoteattr(what)}/>"
            for end, what in defaults.items()
        ) + "".join(
            f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(what)}/>"
            for name, what in self._types.items()
        )
        return f'{_HEAD}<Types xmlns="{_TYPES}">{body}</Types>'.encode()


def _links(links: list[tuple[str, str, str]]) -> bytes:
    body = "".join(
        f"<Relationship Id={quoteattr(link)} Type={quoteattr(address)} Target={quoteattr(target)}/>"
        for link, address, target in links
    )
    return f'{_HEAD}<Relationships xmlns="{_LINKS}">{body}</Relationships>'.encode()
