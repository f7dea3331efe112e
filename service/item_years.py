"""The disclosure items of a fiscal year: what is shipped, and over it what the office has edited.

A year has one scheme. What an office left empty stays as shipped, so that a number typed in
January keeps the labels and criteria of the program.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import select

from models.agency import Agency
from models.disclosure import ItemRow
from rules.disclosure_checks import CHECKS
from rules.disclosure_items import (
    ITEM_ROLES,
    NACC_LAO,
    OWN,
    SCHEMES,
    Criterion,
    DisclosureItem,
    item,
    unnumbered,
)
from rules.limits import SHORT_TEXT_LENGTH
from rules.permissions import Permission
from rules.personal_marks import personal_marks
from rules.publication import canonical, opened
from rules.tables import words_from, words_record
from rules.thai_time import fiscal_year_be
from rules.words import Words
from service.errors import InvalidInput, NotAllowed, NotFound
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

EARLIEST_YEAR_BE: Final = 2563
CODE_LENGTH: Final = 20
SCHEME_LENGTH: Final = 30
CRITERIA_MOST: Final = 15

_Rows = Mapping[tuple[int, str], ItemRow]
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]")


@dataclass(frozen=True)
class ItemYear:
    """A fiscal year as the office sees it: its scheme, its three items, which ones were edited.

    `worded` are the roles whose label or criteria the office wrote itself.
    """

    fiscal_year_be: int
    scheme: str
    items: tuple[DisclosureItem, ...]
    edited: frozenset[str]
    worded: frozenset[str]
    has_begun: bool


def disclosure_item(work: UnitOfWork, fiscal_year: int, role: str) -> DisclosureItem:
    """The year's code and criteria for a page; NotFound outside the known years."""
    if not EARLIEST_YEAR_BE <= fiscal_year <= fiscal_year_be(work.today):
        raise NotFound
    return _item(_rows(work), fiscal_year, role)


def item_years(work: UnitOfWork) -> tuple[ItemYear, ...]:
    """Every year that can be looked at or edited, the newest first: up to the next one."""
    rows, this_year = _rows(work), fiscal_year_be(work.today)
    return tuple(
        _year(rows, year, this_year) for year in range(this_year + 1, EARLIEST_YEAR_BE - 1, -1)
    )


def item_year(work: UnitOfWork, fiscal_year: int) -> ItemYear:
    """One year; NotFound before the scheme began and after the next year."""
    this_year = fiscal_year_be(work.today)
    if not EARLIEST_YEAR_BE <= fiscal_year <= this_year + 1:
        raise NotFound
    return _year(_rows(work), fiscal_year, this_year)


def shipped_item(work: UnitOfWork, fiscal_year: int, role: str) -> DisclosureItem:
    """The item as the program has it under the year's scheme; NotFound for no year or role."""
    if role not in ITEM_ROLES:
        raise NotFound
    return _shipped(item_year(work, fiscal_year).scheme, fiscal_year, role)


def edit_numbers(work: UnitOfWork, fiscal_year: int, scheme: str, codes: Mapping[str, str]) -> None:
    """Keep the year's scheme and the number of each role as typed; "" is the shipped one.

    InvalidInput names `scheme` or the role whose number will not do.
    """
    _begin_editing(work)
    now = item_year(work, fiscal_year)
    scheme = _tidy(scheme) or NACC_LAO
    typed = {role: _tidy(codes.get(role, "")) for role in ITEM_ROLES}
    _check_numbers(typed | {"scheme": scheme})
    for role, code in typed.items():
        row = _row(work, now, role)
        row.scheme = scheme
        row.code = code if code != (_shipped(scheme, fiscal_year, role).code or "") else None
    _let_go_of_empty(work, fiscal_year)


def edit_item(
    work: UnitOfWork, fiscal_year: int, role: str, label: Words, criteria: Sequence[Criterion]
) -> None:
    """Keep the office's own label and criteria of an item; what is as shipped is not kept.

    InvalidInput names `label_th`, `label_en`, `criterion-1` and so on, or `criteria` for none.
    """
    _begin_editing(work)
    now = item_year(work, fiscal_year)
    if role not in ITEM_ROLES:
        raise NotFound
    label = Words(*map(_tidy, label))
    _check_words(label, criteria)
    shipped = _shipped(now.scheme, fiscal_year, role)
    row = _row(work, now, role)
    row.label_th, row.label_en = label if label != shipped.label else Words("", "")
    row.criteria = b"" if tuple(criteria) == shipped.criteria else _criteria_bytes(criteria)
    _let_go_of_empty(work, fiscal_year)


def reset_item(work: UnitOfWork, fiscal_year: int, role: str) -> None:
    """Take back the label and the criteria that the office has written; its number stays."""
    _begin_editing(work)
    row = _rows(work).get((fiscal_year, role))
    if row is not None:
        row.label_th, row.label_en, row.criteria = "", "", b""
        _let_go_of_empty(work, fiscal_year)


def own_criterion(shipped: Sequence[Criterion], typed: str, check: str) -> Criterion:
    """A typed criterion: the shipped one when its words and check are the same, else the office's.

    The English of a criterion that the office wrote is its Thai: it is read at the desk alone.
    """
    words = _tidy(typed)
    same = (one for one in shipped if (one.words.th, one.check) == (words, check))
    return next(same, Criterion(Words(words, words), check, OWN))


def _begin_editing(work: UnitOfWork) -> None:
    officer = work.officer()
    if not (officer.may(Permission.PUBLISH) or officer.may(Permission.MANAGE_SETTINGS)):
        raise NotAllowed
    # Two who edit one year at once must not both add its rows.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())


def _check_numbers(typed: Mapping[str, str]) -> None:
    longest = dict.fromkeys(ITEM_ROLES, CODE_LENGTH) | {"scheme": SCHEME_LENGTH}
    problems = {name: "too_long" for name, text in typed.items() if len(text) > longest[name]}
    problems |= {name: "personal_mark" for name, text in typed.items() if personal_marks(text)}
    if problems:
        raise InvalidInput(problems, limits=longest)


def _check_words(label: Words, criteria: Sequence[Criterion]) -> None:
    texts = {"label_th": label.th, "label_en": label.en}
    texts |= {f"criterion-{n}": one.words.th for n, one in enumerate(criteria, start=1)}
    problems = {name: "required" for name, text in texts.items() if not text}
    problems |= {name: "too_long" for name, text in texts.items() if len(text) > SHORT_TEXT_LENGTH}
    problems |= {name: "personal_mark" for name, text in texts.items() if personal_marks(text)}
    if not criteria:
        problems["criteria"] = "required"
    if len(criteria) > CRITERIA_MOST:
        problems["criteria"] = "wrong_type"
    if any(one.check and one.check not in CHECKS for one in criteria):
        problems["criteria"] = "unknown_choice"
    if problems:
        raise InvalidInput(problems, limits=dict.fromkeys(texts, SHORT_TEXT_LENGTH))


def _tidy(typed: str) -> str:
    return " ".join(_UNSEEN.sub(" ", typed).split())


def _rows(work: UnitOfWork) -> _Rows:
    chosen = select(ItemRow).order_by(ItemRow.scheme)
    return {(row.fiscal_year_be, row.role): row for row in work.rows(chosen)}


def _scheme(rows: _Rows, fiscal_year: int) -> str:
    """The year's scheme as edited, else that of the last year before it which was."""
    edited = {year: row.scheme for (year, _role), row in rows.items() if year <= fiscal_year}
    return edited[max(edited)] if edited else NACC_LAO


def _shipped(scheme: str, fiscal_year: int, role: str) -> DisclosureItem:
    known = any(name == scheme for name, _year in SCHEMES)
    return item(scheme, fiscal_year, role) if known else unnumbered(role)


def _item(rows: _Rows, fiscal_year: int, role: str) -> DisclosureItem:
    found = _shipped(_scheme(rows, fiscal_year), fiscal_year, role)
    row = rows.get((fiscal_year, role))
    if row is None:
        return found
    own = Words(row.label_th, row.label_en or row.label_th)
    return replace(
        found,
        code=row.code or found.code,
        label=own if own.th else found.label,
        criteria=_criteria_from(row.criteria) if row.criteria else found.criteria,
    )


def _year(rows: _Rows, fiscal_year: int, this_year: int) -> ItemYear:
    return ItemYear(
        fiscal_year,
        _scheme(rows, fiscal_year),
        tuple(_item(rows, fiscal_year, role) for role in ITEM_ROLES),
        frozenset(role for year, role in rows if year == fiscal_year),
        frozenset(
            role
            for (year, role), row in rows.items()
            if year == fiscal_year and (row.label_th or row.criteria)
        ),
        fiscal_year <= this_year,
    )


def _row(work: UnitOfWork, year: ItemYear, role: str) -> ItemRow:
    found: ItemRow | None = _rows(work).get((year.fiscal_year_be, role))
    if found is None:
        found = ItemRow(
            id=new_id(),
            agency_id=work.agency_id,
            scheme=year.scheme,
            fiscal_year_be=year.fiscal_year_be,
            role=role,
            code=None,
            label_th="",
            label_en="",
            criteria=b"",
        )
        work.session.add(found)
        work.session.flush()
    return found


def _let_go_of_empty(work: UnitOfWork, fiscal_year: int) -> None:
    """Delete the year's rows that say nothing of their own, unless they alone hold its scheme."""
    work.session.flush()
    rows = _rows(work)
    empty = {
        key: row
        for key, row in rows.items()
        if key[0] == fiscal_year and not (row.code or row.label_th or row.criteria)
    }
    kept = {key: row for key, row in rows.items() if key not in empty}
    if _scheme(kept, fiscal_year) == _scheme(rows, fiscal_year):
        for row in empty.values():
            work.session.delete(row)
    work.session.flush()


def _criteria_bytes(criteria: Sequence[Criterion]) -> bytes:
    listed: list[dict[str, Any]] = [
        {"words": words_record(one.words), "check": one.check, "basis": one.basis}
        for one in criteria
    ]
    return canonical({"criteria": listed})


def _criteria_from(content: bytes) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(words_from(one["words"]), one["check"], one["basis"])
        for one in opened(content)["criteria"]
    )
