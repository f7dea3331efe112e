"""Objects of one document made anew in another: known keys only, each stream written afresh.

Nothing is copied whole. A dictionary gives only the keys of `_KEPT`, which together draw pages
(ISO 32000-2); metadata, files, actions, layers, structure and whatever a program puts beside them
(PieceInfo and its like) have no key here.
"""

import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from .colour_profile import plain_profile
from .pdf_content import Operators
from .pictures import PIXELS_MOST, stripped_jpeg
from .verdicts import Unsure

_OBJECTS_MOST = 150_000
_DEPTH_MOST = 60
_DECODED_BYTES_MOST = 300 * 1024 * 1024
_CONTENT_BYTES_MOST = 40 * 1024 * 1024
_FONT = """Type Subtype BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode
    DescendantFonts CIDSystemInfo DW W DW2 W2 CIDToGIDMap Registry Ordering Supplement BaseEncoding
    Differences FontBBox FontMatrix CharProcs Resources Flags ItalicAngle Ascent Descent Leading
    CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3
    FontName FontStretch FontWeight CharSet CIDSet Length1 Length2 Length3 CMapName UseCMap WMode"""
_COLOUR = """N Alternate Range WhitePoint BlackPoint Gamma Matrix Colorants Process Components
    FunctionType Domain Size BitsPerSample Order Encode Decode C0 C1 Functions Bounds"""
_PAINT = """ShadingType ColorSpace Background BBox AntiAlias Coords Function Extend
    BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow PatternType PaintType TilingType
    XStep YStep Shading ExtGState LW LC LJ ML D RI OP op OPM Font BG BG2 UCR UCR2 TR TR2 FL SM SA
    BM SMask CA ca AIS TK S G BC I K CS"""
_PICTURE = """Width Height Intent ImageMask Mask Interpolate SMaskInData Matte FormType Group
    Columns Rows EndOfLine EncodedByteAlign EndOfBlock BlackIs1 DamagedRowsBeforeError
    ColorTransform"""
_KEPT = frozenset(f"/{name}" for name in " ".join((_FONT, _COLOUR, _PAINT, _PICTURE)).split())
_RESOURCES = ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font")
_FREE_NAMES = frozenset(("/CharProcs", "/Colorants"))
_DECODED = frozenset(
    ("/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode")
)
_HIDING = frozenset(("/AllOff", "/AnyOff"))


class Copier:
    """Makes objects of `new` from those of another document, each shared one once."""

    def __init__(self, new: pikepdf.Pdf) -> None:
        self._new = new
        self._made: dict[tuple[int, int], Any] = {}
        self._operators = Operators()
        self._bytes_left = _DECODED_BYTES_MOST
        self._count = 0

    def resources(self, old: Any, depth: int = 0) -> Any:
        """The resources of a page, form, pattern or font: six kinds, under their own names."""
        fresh = Dictionary()
        if not isinstance(old, Dictionary):
            return fresh
        for layer in _values(old.get("/Properties")):
            _check_layer(layer)
        for kind in _RESOURCES:
            group = old.get(kind)
            if isinstance(group, Dictionary):
                fresh[kind] = self._named(group, depth + 1)
        return fresh

    def content(self, old: Any, resources: Any) -> Any:
        """A stream of what draws the page, form, pattern or glyph `old`."""
        fonts = _values(resources.get("/Font") if isinstance(resources, Dictionary) else None)
        self._weigh(old)
        has_drawn = any(
            isinstance(font, Dictionary) and font.get("/Subtype") == Name.Type3 for font in fonts
        )
        return self._operators.redrawn(old, has_drawn)

    def _weigh(self, old: Any) -> None:
        """Unsure when what draws takes more room than operators are read from."""
        held = old if isinstance(old, Stream) else old.get("/Contents")
        for stream in held if isinstance(held, Array) else [held]:
            if isinstance(stream, Stream) and len(self._decoded(stream)) > _CONTENT_BYTES_MOST:
                raise Unsure

    def copied(self, old: Any, depth: int = 0) -> Any:
        """The same value made anew; a shared one is made once, even where it contains itself."""
        self._count += 1
        if depth > _DEPTH_MOST or self._count > _OBJECTS_MOST * 20:
            raise Unsure
        if not isinstance(old, pikepdf.Object):
            return old
        if isinstance(old, Stream):
            return self._shared(old, self._stream, depth)
        if isinstance(old, Dictionary):
            return self._shared(old, self._dictionary, depth)
        if isinstance(old, Array):
            return self._array(old, depth)
        if isinstance(old, String):
            return String(bytes(old))
        return Name(str(old)) if isinstance(old, Name) else old

    def _shared(self, old: Any, fill: Any, depth: int) -> Any:
        is_stream = isinstance(old, Stream)
        if not old.is_indirect:
            direct = Dictionary()
            fill(old, direct, depth)
            return direct
        if old.objgen not in self._made:
            if len(self._made) >= _OBJECTS_MOST:
                raise Unsure
            fresh: Any = Stream(self._new, b"") if is_stream else Dictionary()
            fresh = self._new.make_indirect(fresh)
            self._made[old.objgen] = fresh
            fill(old, fresh, depth)
        return self._made[old.objgen]

    def _array(self, old: Any, depth: int) -> Any:
        if len(old) == 2 and old[0] == Name.ICCBased:
            return Array([Name.ICCBased, self._shared(old[1], self._profile, depth)])
        return Array([self.copied(item, depth + 1) for item in old])

    def _named(self, old: Any, depth: int) -> Any:
        fresh = Dictionary()
        for name in old.keys():  # noqa: SIM118 -- iterating gives pairs
            fresh[name] = self.copied(old[name], depth + 1)
        return fresh

    def _dictionary(self, old: Any, fresh: Any, depth: int) -> None:
        for key in old.keys():  # noqa: SIM118 -- iterating gives pairs
            if key == "/OC":
                _check_layer(old[key])
            if key not in _KEPT:
                continue
            value = old[key]
            if key == "/Resources":
                fresh[key] = self.resources(value, depth + 1)
            elif key == "/CharProcs":
                fresh[key] = self._glyphs(value, old.get("/Resources"), depth)
            elif key in _FREE_NAMES and isinstance(value, Dictionary):
                fresh[key] = self._named(value, depth + 1)
            else:
                fresh[key] = self.copied(value, depth + 1)

    def _glyphs(self, old: Any, resources: Any, depth: int) -> Any:
        fresh = Dictionary()
        for name in old.keys():  # noqa: SIM118 -- iterating gives pairs
            fresh[name] = Stream(self._new, self.content(old[name], resources))
        return fresh

    def _stream(self, old: Any, fresh: Any, depth: int) -> None:
        if "/F" in old or old.get("/Subtype") == Name.PS:
            raise Unsure
        self._dictionary(old, fresh, depth)
        if old.get("/Subtype") == Name.Image:
            self._picture(old, fresh)
        elif old.get("/Subtype") == Name.Form or old.get("/PatternType") == 1:
            fresh.write(self.content(old, old.get("/Resources")))
        else:
            fresh.write(self._decoded(old))

    def _profile(self, old: Any, fresh: Any, depth: int) -> None:
        self._dictionary(old, fresh, depth)
        fresh.write(plain_profile(self._decoded(old)))

    def _decoded(self, old: Any) -> bytes:
        if any(name not in _DECODED for name in _filters(old)):
            raise Unsure
        plain = old.read_bytes(pikepdf.StreamDecodeLevel.specialized)
        self._bytes_left -= len(plain)
        if self._bytes_left < 0:
            raise Unsure
        return bytes(plain)

    def _picture(self, old: Any, fresh: Any) -> None:
        """The pixels in the form they had; a JPEG without its notes."""
        if int(old.Width) * int(old.Height) > PIXELS_MOST:
            raise Unsure
        filters = _filters(old)
        if filters == ["/CCITTFaxDecode"]:
            fresh.write(
                bytes(old.read_raw_bytes()),
                filter=Name.CCITTFaxDecode,
                decode_parms=self.copied(old.get("/DecodeParms", Dictionary())),
            )
        elif filters[-1:] == ["/DCTDecode"]:
            self._photograph(old, fresh, filters)
        else:
            fresh.write(self._decoded(old))

    def _photograph(self, old: Any, fresh: Any, filters: list[str]) -> None:
        raw = bytes(old.read_raw_bytes())
        if filters == ["/FlateDecode", "/DCTDecode"]:
            inflate = zlib.decompressobj()
            raw = inflate.decompress(raw, self._bytes_left)
        elif len(filters) > 1:
            raise Unsure
        parameters = old.get("/DecodeParms")
        last = parameters[-1] if isinstance(parameters, Array) and len(parameters) else parameters
        meant = Dictionary()
        if isinstance(last, Dictionary) and "/ColorTransform" in last:
            meant.ColorTransform = int(last.ColorTransform)
        fresh.write(stripped_jpeg(raw), filter=Name.DCTDecode, decode_parms=meant)


def _filters(stream: Any) -> list[str]:
    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(name) for name in named] if isinstance(named, Array) else [str(named)]


def _values(group: Any) -> list[Any]:
    if not isinstance(group, Dictionary):
        return []
    return [group[name] for name in group.keys()]  # noqa: SIM118 -- iterating gives pairs


def _check_layer(layer: Any) -> None:
    """Unsure where a layer is shown by a rule, as what is hidden would come to light."""
    if isinstance(layer, Dictionary) and ("/VE" in layer or str(layer.get("/P", "")) in _HIDING):
        raise Unsure
