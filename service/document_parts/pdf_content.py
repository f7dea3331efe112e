"""What draws a page, without marks that draw nothing: no notes, layers, words that nobody sees."""

from typing import Any

import pikepdf

from .verdicts import Unsure

_OPERATORS_MOST = 2_000_000
# Marks on contents (ISO 32000-2, 14.6) may carry texts and names of layers; they draw nothing.
_MARKS = frozenset(("BMC", "BDC", "EMC", "MP", "DP"))
_SHOWING = frozenset(("Tj", "TJ", "'", '"'))
_NEXT_LINE = frozenset(("'", '"'))
_INVISIBLE = 3
_PLAIN_INLINE = frozenset(
    ("/AHx", "/A85", "/LZW", "/Fl", "/RL", "/CCF", "/ASCIIHexDecode", "/ASCII85Decode",
     "/LZWDecode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode")
)  # fmt: skip


class Operators:
    """Rewrites streams of operators, and counts them over the whole document."""

    def __init__(self) -> None:
        self._left = _OPERATORS_MOST

    def redrawn(self, source: Any, has_drawn_fonts: bool) -> bytes:
        """The same drawing without marks, comments and invisible text.

        `source` is a page or a stream. Invisible text is what a scanner's reading lays under a
        picture: it may still say what was blacked out above it. Glyphs that are drawn by
        operators (Type 3) cannot be made invisible, so with them the two are not told apart.
        """
        kept: list[Any] = []
        mode, outer = 0, []
        shown: set[bool] = set()
        for one in pikepdf.parse_content_stream(source):
            self._left -= 1
            if self._left < 0:
                raise Unsure
            if isinstance(one, pikepdf.ContentStreamInlineImage):
                _check_inline(one)
                kept.append(one)
                continue
            name = str(one.operator)
            if name in _MARKS:
                continue
            if name == "Tr":
                mode = int(one.operands[0])
                if mode == _INVISIBLE and has_drawn_fonts:
                    raise Unsure
            elif name == "q":
                outer.append(mode)
            elif name == "Q":
                mode = outer.pop() if outer else 0
            elif name == "BT":
                shown.clear()
            elif name in _SHOWING:
                shown.add(mode == _INVISIBLE)
                if len(shown) > 1:  # what is left out would move what stays
                    raise Unsure
                if mode == _INVISIBLE:
                    if name in _NEXT_LINE:
                        kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*")))
                    continue
            kept.append(one)
        return bytes(pikepdf.unparse_content_stream(kept))


def _check_inline(image: Any) -> None:
    """Unsure for an inline picture whose bytes may hold notes, as a JPEG's do."""
    names = image.iimage.filters
    if any(str(name) not in _PLAIN_INLINE for name in names):
        raise Unsure
