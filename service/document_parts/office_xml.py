"""XML of Office documents, read without entities and cleaned of what is not seen."""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from .verdicts import TooHeavy, Unsure

PART_BYTES = 48 * 1024 * 1024
_KNOWN = (
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://schemas.microsoft.com/office/",
    "urn:schemas-microsoft-com:",
    "http://www.w3.org/XML/1998/namespace",
)
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_OFFICE_DRAWN = "urn:schemas-microsoft-com:office:office"
# Marks of an editing session, ids that follow a document through its copies, texts beside
# pictures (often the path or the name of the file that was put in), names of macros.
_MARKS = frozenset(
    ("paraId", "textId", "anchorId", "editId", "durableId", "uid", "initials", "dateUtc", "gfxdata",
     "descr", "title", "alt", "codeName", "macro", "fPublished", "href", "src", "ed", "edGrp",
     "storeItemChecksum", "refreshedBy", "userId", "providerId", "tooltip", "display", "dt",
     "connectionId", "queryTableFieldId", "cm", "vm")
)  # fmt: skip
_DROPPED = frozenset(
    ("extLst", "absPath", "revisionPtr", "custDataLst", "custData", "dataBinding", "tag", "alias",
     "placeholder", "docPartList", "rsid", "rsids", "rsidRoot", "proofErr", "fldData", "entryMacro",
     "exitMacro", "FmlaMacro", "FmlaLink", "sndAc", "oleObjects", "controls", "customSheetViews",
     "protectedRanges", "sheetProtection", "scenarios", "webPublishItems", "customProperties",
     "smartTags", "cellWatches", "hlinkClick", "hlinkHover", "hlinkMouseOver", "creationId",
     "embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "smartTagPr", "customXmlPr",
     "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart",
     "customXmlDelRangeEnd", "tblCaption", "tblDescription", "presenceInfo", "nsid", "imgProps")
)  # fmt: skip
# Without their target these still say or show something of their own.
_KEEP_WITHOUT_TARGET = frozenset(
    (
        "hyperlink",
        "blip",
        "imagedata",
        "fill",
        "stroke",
        "pageSetup",
        "shape",
        "rect",
        "sldLayoutId",
    )
)
_NAMED = ("}docPr", "}cNvPr")
# Extensions of a sheet that are seen: conditional formats, checks of input, sparklines.
_SEEN_EXTENSIONS = frozenset(
    ("{78C0D931-6437-407D-A8EE-F0AAD7539E65}", "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}",
     "{CCE6A557-97BC-4B89-ADB6-D9C93CAAB3DF}", "{05C60535-1F16-4FD2-B693-F4F36F0B64E0}")
)  # fmt: skip
_DECLARED = re.compile(rb"\A\s*<\?xml[^>]*\?>")
_FORBIDDEN = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parsed(content: bytes, is_loose: bool = False) -> Any:
    """The root of the part; `is_loose` for the old drawings, which are not always sound XML."""
    if len(content) > PART_BYTES:
        raise TooHeavy
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16").encode()
    content = _DECLARED.sub(b"", content.removeprefix(b"\xef\xbb\xbf"), count=1)
    if _FORBIDDEN.search(content):
        raise Unsure
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True, huge_tree=False, recover=is_loose,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unsure from None
    if root is None:
        raise Unsure
    return root


def written(root: Any) -> bytes:
    """The bytes of a part."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def drop(element: Any) -> None:
    """Take the element and all in it out of its part; what follows it stays."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def unwrap(element: Any) -> None:
    """Put what an element holds in its place."""
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def keep_children(root: Any, names: frozenset[str]) -> None:
    """Leave only the children of these names."""
    for child in list(root):
        if local(child) not in names:
            root.remove(child)


def clean_common(
    root: Any, person: Callable[[str], str], has_target: Callable[[str], bool]
) -> None:
    """Take out of any part what is never seen; names of persons become numbers."""
    _drop_elements(root)
    verdicts: dict[str, str] = {}
    dangling = []
    for element in root.iter(etree.Element):
        for name in element.keys():  # noqa: SIM118 -- iterating gives what is inside
            what = verdicts.get(name) or verdicts.setdefault(name, _verdict(name))
            if what == "keep":
                continue
            if what == "person":
                element.set(name, person(element.get(name)))
            elif what == "drop":
                del element.attrib[name]
            elif not has_target(element.get(name)):
                del element.attrib[name]
                dangling.append(element)
        if element.tag.endswith(_NAMED):
            element.set("name", f"x{element.get('id', '')}")
    for element in dangling:
        if local(element) not in _KEEP_WITHOUT_TARGET:
            drop(element)
    _forget_namespaces(root)


def targets(root: Any) -> set[str]:
    """The ids of all relationships that something in the part points at."""
    verdicts: dict[str, str] = {}
    return {
        element.get(name)
        for element in root.iter(etree.Element)
        for name in element.keys()  # noqa: SIM118 -- iterating gives what is inside
        if (verdicts.get(name) or verdicts.setdefault(name, _verdict(name))) == "target"
    }


def _drop_elements(root: Any) -> None:
    # Taking something out under an iterator ends it, so these come first.
    for extensions in list(root.iter("{*}extLst")):
        _leave_seen(extensions)
    unknown = []
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            unknown.append(element)
            continue
        address, _, name = tag[1:].rpartition("}")
        if name in _DROPPED:
            if name != "extLst" or not len(element):
                unknown.append(element)
        elif not address.startswith(_KNOWN):
            unknown.append(element)
    for element in unknown:
        drop(element)


def _leave_seen(extensions: Any) -> None:
    """Of a list of extensions, leave those that show."""
    for extension in list(extensions):
        if extension.get("uri", "").upper() not in _SEEN_EXTENSIONS:
            extensions.remove(extension)


def _verdict(name: str) -> str:
    """What is done with an attribute of this name: keep, drop, person or target."""
    address, _, word = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
    if address in _RELATION:
        return "target"
    if address == _OFFICE_DRAWN and word == "relid":
        return "target"
    if address and not address.startswith(_KNOWN):
        return "drop"
    if word == "author":
        return "person"
    is_mark = word in _MARKS or word.startswith("rsid") or (word == "date" and address)
    return "drop" if is_mark else "keep"


def _forget_namespaces(root: Any) -> None:
    """Names of other programs' namespaces go, and are no longer said to be ignorable."""
    known = {
        prefix for prefix, address in root.nsmap.items() if prefix and address.startswith(_KNOWN)
    }
    ignorable = root.get(_COMPATIBILITY + "Ignorable")
    if ignorable is not None:
        root.set(_COMPATIBILITY + "Ignorable", " ".join(p for p in ignorable.split() if p in known))
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(known))
