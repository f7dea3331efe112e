"""Whether words typed about an accused point at an office-holder.

A match only offers the reporter a tick ("this person must not see it"), so one too many is
harmless and one too few is not: spelling is folded hard before comparing. What the reporter
typed is never cached.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

from rules.thai_time import to_arabic_digits

LEAST_LETTERS: Final = 3
"""A name of fewer letters counts only when it stands alone or follows a title."""

LONG_LETTERS: Final = 5
"""A name of that many letters, once folded, is also found with one of them wrong."""

_NEAR_PLACES: Final = 200  # places looked at for a misspelt name, so that no text is costly

_TITLES: Final = (
    "นางสาว", "นาง", "นาย", "นส", "คุณหญิง", "คุณ", "ท่าน", "ครู", "หญิง", "mr", "mrs", "ms", "miss",
    "ดร", "dr", "ศ", "รศ", "ผศ", "หม่อมราชวงศ์", "หม่อมหลวง", "มรว", "มล",
    "ว่าที่", "ร้อยตรี", "ร้อยโท", "ร้อยเอก", "พันตรี", "พันโท", "พันเอก", "รต", "รท", "รอ", "พต", "พท", "พอ",
    "พันจ่าเอก", "จ่าเอก", "จ่าโท", "จ่าตรี", "จ่าสิบเอก", "จ่าสิบโท", "จ่าสิบตรี", "สิบเอก", "สิบโท", "สิบตรี",
    "พจอ", "จอ", "จท", "จต", "จสอ", "จสท", "จสต", "สอ", "สท", "สต",
    "ร้อยตำรวจตรี", "ร้อยตำรวจโท", "ร้อยตำรวจเอก", "พันตำรวจตรี", "พันตำรวจโท", "พันตำรวจเอก",
    "ดาบตำรวจ", "จ่าสิบตำรวจ", "สิบตำรวจเอก", "สิบตำรวจโท", "สิบตำรวจตรี",
    "รตต", "รตท", "รตอ", "พตต", "พตท", "พตอ", "ดต", "จสต", "สตอ", "สตท", "สตต",
)  # fmt: skip
_SAID_BEFORE_NAMES: Final = (
    "พี่", "น้อง", "ลุง", "ป้า", "น้า", "อา", "ตา", "ยาย", "พ่อ", "แม่", "เจ๊", "เฮีย", "ไอ้", "อี", "หมอ",
    "ช่าง", "ผู้ใหญ่", "ผู้ใหญ่บ้าน", "กำนัน", "นายก", "ปลัด", "ผอ", "รอง", "สจ", "ชื่อ", "ชื่อเล่น",
)  # fmt: skip

_POST_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "head": ("นายก", "เทศมนตรี", "ผู้บริหาร", "mayor", "chief executive", "nayok"),
    "deputy_head": ("รองนายก", "ท่านรอง", "รองผู้บริหาร", "deputy mayor"),
    "clerk": ("ปลัด", "clerk", "palad"),
    "deputy_clerk": ("รองปลัด", "ท่านรอง", "deputy clerk", "deputy chief clerk"),
    "division_director": ("ผู้อำนวยการ", "ผอ", "หัวหน้า", "director"),
    "complaint_officer": ("รับเรื่อง", "รับร้องเรียน", "ธุรการ", "complaint officer"),
    "council": ("สมาชิก", "ประธานสภา", "สอบต", "councillor"),
    "secretary": ("เลขา", "secretary"),
}
"""What people say for a post, wherever it stands in the text."""

_POST_TOKENS: Final[Mapping[str, tuple[str, ...]]] = {
    "deputy_head": ("รอง",),
    "deputy_clerk": ("รอง",),
    "council": ("สท", "สจ", "สก"),
}
"""What is said for a post too, but counts only between spaces."""

_TITLE_SIGNS: Final[Mapping[str, tuple[str, ...]]] = {
    "head": ("นายก", "ผู้บริหาร", "mayor"),
    "deputy_head": ("รองนายก", "รองผู้บริหาร", "deputy mayor"),
    "clerk": ("ปลัด", "clerk"),
    "deputy_clerk": ("รองปลัด", "deputy clerk", "deputy chief clerk"),
    "division_director": ("ผู้อำนวยการ", "ผอ", "หัวหน้า", "director"),
    "complaint_officer": ("รับเรื่อง",),
    "council": ("สมาชิกสภา", "ประธานสภา", "councillor"),
    "secretary": ("เลขา", "secretary"),
}
"""What an official title holds when it is a post of that kind."""

_NOT_THE_CHIEF: Final = (
    "รองนายก", "รองผู้บริหาร", "รองปลัด", "สำนักปลัด", "สำนักงานปลัด",
    "deputy mayor", "deputy clerk", "deputy chief clerk",
)  # fmt: skip
_LEADS: Final = ("ผู้อำนวยการ", "ผอ", "หัวหน้า", "หน", "director")
_WEAK_LEADS: Final = ("หน",)  # begins many words, so it needs its division behind it
_UNITS: Final = ("สำนักงาน", "สำนัก", "กอง", "ส่วน", "ฝ่าย", "งาน", "ศูนย์")
_RANKS: Final = (
    "ชำนาญการพิเศษ", "ชำนาญการ", "ชำนาญงาน", "ปฏิบัติการ", "ปฏิบัติงาน", "อาวุโส", "เชี่ยวชาญ",
    "ระดับต้น", "ระดับกลาง", "ระดับสูง",
)  # fmt: skip
_OPENINGS: Final = (
    "ผู้ช่วย", "เจ้าพนักงาน", "เจ้าหน้าที่", "นักวิชาการ", "พนักงาน", "นาย", "นัก", "จพง", "จนท", "ผช",
)  # fmt: skip

_ALIKE: Final = str.maketrans(
    "ณศษฎฏฐฆฌฬฤรญธฑฒภีูืใ",
    "นสสดตถคชลลลยททท" + "พิุึไ",
)  # letters that are written for one another
_SILENT: Final = re.compile("[ก-ฮ][ิุ]?์")
_MARKS: Final = re.compile("[\u0e47-\u0e4e]")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPLIT_AM: Final = re.compile("\u0e4d([่-๋]?)า")
_BETWEEN_WORDS: Final = re.compile(r"[\s,;:/()\[\]\"'“”‘’+|–—_-]+")
_NOT_LETTERS: Final = re.compile("[^0-9a-zก-ฮะ-ฺเ-ๅ็-๎]")


def mentions(text: str, *, name: str, post: str) -> bool:
    """Whether the text may mean the person of that name or in that post.

    `post` is a code of OFFICE_POSTS or a title in words; either may be empty.
    """
    typed = _fold(text)
    tokens = _tokens(text)
    return bool(typed) and (_has_name(typed, tokens, name) or _has_post(typed, tokens, post))


def same_person(first: str, second: str) -> bool:
    """Whether two names on file may be one person's: the same but for titles and spelling."""
    return bool(_whole_names(first) & _whole_names(second))


@lru_cache(maxsize=4096)
def _whole_names(name: str) -> frozenset[str]:
    """A name with and without the titles before it, folded; empty when it is nothing but titles."""
    words = [_letters(word) for word in _BETWEEN_WORDS.split(_clean(name))]
    named = [word for word in words if any(_untitled_forms(word))]
    if not named:
        return frozenset()
    return frozenset(_fold(form + "".join(named[1:])) for form in _untitled_forms(named[0]))


def _has_name(typed: str, tokens: frozenset[str], name: str) -> bool:
    return any(
        _near(part, typed)
        if letters >= LEAST_LETTERS
        else part in tokens or any(_once(before + part) in typed for before in _before_names())
        for part, letters in _name_parts(name)
    )


def _has_post(typed: str, tokens: frozenset[str], post: str) -> bool:
    title = "" if post in _POST_WORDS else _folded(post)
    kinds = (post,) if post in _POST_WORDS else _kinds(title)
    said = any(_is_said(kind, title, typed, tokens) for kind in kinds)
    return said or any(part in typed for part in _title_parts(title))


def _is_said(kind: str, title: str, typed: str, tokens: frozenset[str]) -> bool:
    if kind == "division_director" and title:
        return _says_director(title, typed)
    return any(word in typed for word in _all_folded(_POST_WORDS[kind])) or any(
        word in tokens for word in _all_folded(_POST_TOKENS.get(kind, ()))
    )


@lru_cache(maxsize=4096)
def _kinds(title: str) -> tuple[str, ...]:
    """The kinds of post that a folded title stands for; acting for the head counts as head."""
    chief = title
    for words in _all_folded(_NOT_THE_CHIEF):
        chief = chief.replace(words, " ")
    return tuple(
        kind
        for kind, signs in _TITLE_SIGNS.items()
        if any(
            sign in (chief if kind in ("head", "clerk") else title) for sign in _all_folded(signs)
        )
    )


def _says_director(title: str, typed: str) -> bool:
    """Whether a director spoken of is this one, or is of no division that is named."""
    units = _all_folded(_UNITS)
    own = _without_opening(_behind_lead(title), units)[:LEAST_LETTERS]
    for lead in _all_folded(_LEADS):
        for found in re.finditer(lead, typed):
            rest = typed[found.end() :]
            if _without_opening(rest, units).startswith(own):
                return True
            if lead not in _all_folded(_WEAK_LEADS) and not rest.startswith(units):
                return True
    return any(unit + own in typed for unit in units)


def _behind_lead(title: str) -> str:
    for lead in _all_folded(_LEADS):
        if lead in title:
            return title.partition(lead)[2]
    return title


@lru_cache(maxsize=4096)
def _title_parts(title: str) -> tuple[str, ...]:
    """What is left of a folded title without openings and rank, in parts that can count."""
    core = title
    for rank in _all_folded(_RANKS):
        core = core.removesuffix(rank)
    core = _without_opening(core, _all_folded((*_LEADS, *_OPENINGS)))
    parts = (title, core, *core.split(_folded("และ")))
    return tuple(part for part in parts if len(part) >= LEAST_LETTERS)


def _without_opening(text: str, openings: tuple[str, ...]) -> str:
    for opening in openings:
        if text.startswith(opening):
            return text[len(opening) :]
    return text


@lru_cache(maxsize=4096)
def _name_parts(name: str) -> tuple[tuple[str, int], ...]:
    """Each word of a name, with and without titles before it: folded, and how many letters."""
    return tuple(
        (_fold(form), len(_MARKS.sub("", form)))
        for word in _BETWEEN_WORDS.split(_clean(name))
        for form in _untitled_forms(_letters(word))
        if _fold(form)
    )


def _untitled_forms(word: str) -> Iterator[str]:
    """The word itself and what is left as titles come off; never a title alone.

    Both are wanted: สอาด is a name, though ส.อ. is a rank.
    """
    titles = _longest_first()
    while word:
        if word not in titles:
            yield word
        title = next((title for title in titles if word.startswith(title)), "")
        if not title:
            return
        word = word[len(title) :]


def _tokens(text: str) -> frozenset[str]:
    """The words between spaces, with and without titles before them, folded."""
    words = [_letters(word) for word in _BETWEEN_WORDS.split(_clean(text))]
    return frozenset(_fold(form) for word in words for form in (word, *_untitled_forms(word)))


def _clean(text: str) -> str:
    """One spelling for what looks the same: composed, small letters, nothing unseen."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFC", to_arabic_digits(text)).casefold())
    return _SPLIT_AM.sub(r"\1ำ", text).replace("เเ", "แ")


def _letters(word: str) -> str:
    return _NOT_LETTERS.sub("", word)


def _fold(text: str) -> str:
    """The letters alone, without silent ones and tones, and those that sound alike made one."""
    letters = _MARKS.sub("", _SILENT.sub("", _letters(_clean(text)))).translate(_ALIKE)
    return _once(letters)


def _once(letters: str) -> str:
    """Every doubled letter written once; figures are left alone."""
    return re.sub(r"([^0-9])\1+", r"\1", letters)


@lru_cache(maxsize=4096)
def _folded(words: str) -> str:
    """`_fold` for names, titles and the lists above; never for what a reporter typed."""
    return _fold(words)


@lru_cache(maxsize=256)
def _all_folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_fold, words))


@lru_cache(maxsize=1)
def _before_names() -> tuple[str, ...]:
    return _all_folded((*_TITLES, *_SAID_BEFORE_NAMES))


@lru_cache(maxsize=1)
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted({_letters(_clean(title)) for title in _TITLES}, key=len, reverse=True))


def _near(part: str, text: str) -> bool:
    """Whether the part stands in the text; a long one may have one letter wrong."""
    if part in text:
        return True
    if len(part) < LONG_LETTERS:
        return False
    return any(
        _one_letter_apart(part, text[start : start + length])
        for start in islice(_places(part, text), _NEAR_PLACES)
        for length in (len(part) - 1, len(part), len(part) + 1)
    )


def _places(part: str, text: str) -> Iterator[int]:
    """Where the part might begin: one half of it stands there unharmed."""
    middle = len(part) // 2
    for half, offset in ((part[:middle], 0), (part[middle:], middle)):
        for found in re.finditer(f"(?={half})", text):
            for start in (-1, 0, 1) if offset else (0,):
                yield max(found.start() - offset + start, 0)


def _one_letter_apart(first: str, second: str) -> bool:
    """Whether one letter was changed, added or left out."""
    if abs(len(first) - len(second)) > 1:
        return False
    same = 0
    while same < min(len(first), len(second)) and first[same] == second[same]:
        same += 1
    one, two = first[same:], second[same:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:]
