"""Whom to ask about personal data, as the office has set it: for the notice and for letters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from models.agency import Agency
from models.retention import PrivacyContact as PrivacyContactRow
from rules.email_address import is_email_address
from rules.limits import LONG_TEXT_LENGTH
from rules.permissions import Permission
from rules.personal_marks import CITIZEN_ID, personal_marks
from rules.words import Words
from service.errors import InvalidInput, NotAllowed
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

EDITORS: Final = (Permission.MANAGE_SETTINGS, Permission.PUBLISH)
LENGTHS: Final[Mapping[str, int]] = {
    "officer_post": 200,
    "email": 200,
    "telephone": 100,
    "address": 500,
    "extra_th": LONG_TEXT_LENGTH,
    "extra_en": LONG_TEXT_LENGTH,
}
_ONE_LINE: Final = ("officer_post", "email", "telephone")
_CONTROLS: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_WIDE_GAPS: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class PrivacyContact:
    """Who answers for personal data, by post, and the office's own paragraph of the notice."""

    officer_post: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    extra_th: str = ""
    extra_en: str = ""

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """The post and each way to reach it, as (kind, value); empty while nobody is named."""
        listed = (
            ("post", self.officer_post), ("telephone", self.telephone), ("email", self.email),
            ("address", self.address),
        )  # fmt: skip
        return tuple((kind, value) for kind, value in listed if value) if self.officer_post else ()

    @property
    def own_words(self) -> Words | None:
        """The paragraph; its English is empty where nobody has written any."""
        return Words(self.extra_th, self.extra_en) if self.extra_th else None


def privacy_contact(work: UnitOfWork) -> PrivacyContact:
    """What the office has set; all empty until it has."""
    row = work.one(PrivacyContactRow)
    return PrivacyContact(**{name: getattr(row, name) for name in LENGTHS}) if row else NOBODY


def save_privacy_contact(work: UnitOfWork, mapping: Mapping[str, Any]) -> None:
    """Save it; InvalidInput names each field that must be mended.

    All fields empty means that nobody is named any more.
    """
    officer = work.officer()
    if not any(officer.may(one) for one in EDITORS):
        raise NotAllowed
    texts = {name: _tidy(str(mapping.get(name, "")), name) for name in LENGTHS}
    problems = _problems(texts)
    if problems:
        raise InvalidInput(problems, limits=LENGTHS)
    row = _row(work)
    for name, text in texts.items():
        setattr(row, name, text)
    work.session.flush()


NOBODY: Final = PrivacyContact()


def _problems(texts: Mapping[str, str]) -> dict[str, str]:
    problems = {name: "too_long" for name, most in LENGTHS.items() if len(texts[name]) > most}
    if texts["email"] and not is_email_address(texts["email"]):
        problems.setdefault("email", "not_an_email")
    if any(texts[name] for name in ("email", "telephone", "address")) and not texts["officer_post"]:
        problems["officer_post"] = "required"
    if texts["extra_en"] and not texts["extra_th"]:
        problems["extra_th"] = "required"
    for name in ("extra_th", "extra_en"):
        if CITIZEN_ID in personal_marks(texts[name]):
            problems.setdefault(name, "personal_mark")
    return problems


def _row(work: UnitOfWork) -> PrivacyContactRow:
    # Two who save the first one at once must not make two rows.
    work.session.execute(select(Agency.id).where(Agency.id == work.agency_id).with_for_update())
    row: PrivacyContactRow | None = work.one(PrivacyContactRow)
    if row is None:
        row = PrivacyContactRow(id=new_id(), agency_id=work.agency_id)
        work.session.add(row)
    return row


def _tidy(typed: str, name: str) -> str:
    """Printable words, line by line where there may be several."""
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    lines = (" ".join(line.split()) for line in _CONTROLS.sub(" ", plain).split("\n"))
    return _WIDE_GAPS.sub("\n\n", (" " if name in _ONE_LINE else "\n").join(lines)).strip()
