"""The ZIP packages of Office documents: parts, what kind each is, and what leads to it."""

import io
import zipfile
from collections.abc import Mapping
from html import escape

from tests.planted.canaries import canary, thai_canary

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KINDS = "application/vnd.openxmlformats-officedocument"
CORE_NAMES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


class Package:
    """Parts by their names; `whole` is the file."""

    def __init__(self, main: str, kind: str) -> None:
        self.parts: dict[str, bytes] = {}
        self._kinds: dict[str, str] = {}
        self._links: dict[str, list[str]] = {}
        self._main = main
        self._kinds[main] = kind

    def add(self, name: str, body: str | bytes, kind: str = "") -> None:
        """Put a part down; text becomes an XML part."""
        self.parts[name] = (HEAD + body).encode() if isinstance(body, str) else body
        if kind:
            self._kinds[name] = kind

    def link(self, source: str, kind: str, target: str, *, is_outside: bool = False) -> str:
        """The id of a new relation from a part ("" for the package) to another."""
        links = self._links.setdefault(source, [])
        number = f"rId{len(links) + 1}"
        whole_kind = kind if "/" in kind else f"{OFFICE}/{kind}"
        mode = ' TargetMode="External"' if is_outside else ""
        links.append(
            f'<Relationship Id="{number}" Type="{whole_kind}" Target="{escape(target)}"{mode}/>'
        )
        return number

    def whole(self) -> bytes:
        """The package: kinds first, as Office writes it; a comment and extra fields beside."""
        self._add_properties()
        self.link("", "officeDocument", self._main)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", self._content_types())
            for source, links in self._links.items():
                archive.writestr(_links_of(source), _relationships(links))
            for name, body in self.parts.items():
                entry = zipfile.ZipInfo(name, (2026, 11, 2, 9, 1, 2))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.comment = canary("zip entry").encode()
                archive.writestr(entry, body)
            archive.comment = canary("zip").encode()
        return out.getvalue()

    def _add_properties(self) -> None:
        """Who made it, who changed it, for whom it works, and keys of somebody's own."""
        core = "".join(
            f"<{name}>{canary(name)}</{name}>"
            for name in ("dc:title", "dc:subject", "dc:description", "cp:keywords", "cp:category")
        )
        self._property(
            "core",
            f"<cp:coreProperties {CORE_NAMES}><dc:creator>{thai_canary('creator')}</dc:creator>"
            f"<cp:lastModifiedBy>{canary('last modified by')}</cp:lastModifiedBy>{core}"
            '<dcterms:created xsi:type="dcterms:W3CDTF">2026-11-02T09:01:02Z</dcterms:created>'
            "</cp:coreProperties>",
            f"{LINKS}/metadata/core-properties",
        )
        self._property(
            "app",
            f'<Properties xmlns="{OFFICE[:-14]}/extended-properties">'
            f"<Template>{canary('template')}</Template><Company>{canary('company')}</Company>"
            f"<Manager>{canary('manager')}</Manager></Properties>",
            f"{OFFICE}/extended-properties",
        )
        self._property(
            "custom",
            f'<Properties xmlns="{OFFICE[:-14]}/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" '
            f'name="{canary("own key")}"><vt:lpwstr>{canary("own value")}</vt:lpwstr></property>'
            "</Properties>",
            f"{OFFICE}/custom-properties",
        )

    def _property(self, name: str, body: str, link: str) -> None:
        self.add(f"docProps/{name}.xml", body, f"{KINDS}.{name}-properties+xml")
        self.link("", link, f"docProps/{name}.xml")

    def _content_types(self) -> str:
        usual: Mapping[str, str] = {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml", "jpeg": "image/jpeg", "png": "image/png",
            "bin": "application/octet-stream", "wmf": "image/x-wmf",
        }  # fmt: skip
        told = "".join(
            f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in usual.items()
        )
        told += "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in self._kinds.items()
        )
        return f'{HEAD}<Types xmlns="{CONTENT}">{told}</Types>'


def _links_of(source: str) -> str:
    folder, _, name = source.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _relationships(links: list[str]) -> str:
    return f'{HEAD}<Relationships xmlns="{LINKS}">{"".join(links)}</Relationships>'
