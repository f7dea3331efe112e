"""The rows that the filing form offers, each with the line that says what choosing it means."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from flask import Blueprint

from rules.categories import Category
from rules.states import Channel, IdentityMode
from rules.thai_time import long_date
from rules.words import IDENTITY_MODES, Words
from service.views import FilingForm, OfficeHolder
from web.pages import language, said, say

Row = tuple[str, str, str]
"""Value, label, hint."""

_MODE_HINTS: Final = {
    IdentityMode.ANONYMOUS: Words(
        "ไม่มีใครรู้ว่าท่านเป็นใคร ติดต่อกันผ่านรหัสเท่านั้น",
        "Nobody knows who you are. You and the office meet through the code alone.",
    ),
    IdentityMode.CONFIDENTIAL: Words(
        "ชื่อของท่านเปิดได้เมื่อผู้เก็บรักษาสองคน คนในและคนนอกหน่วยงาน ยินยอมพร้อมกัน",
        "Your name opens only when two keepers, one inside and one outside the office, agree.",
    ),
    IdentityMode.NAMED: Words(
        "ผู้รับผิดชอบเรื่องเห็นชื่อและช่องทางติดต่อของท่าน",
        "Those who handle the report see your name and contact.",
    ),
}


def choices_of(choices: Iterable[Category]) -> list[Row]:
    """A list of the rules as rows."""
    return [(choice.code, said(choice.words), "") for choice in choices]


def excludable(form: FilingForm) -> list[Row]:
    """The office-holders as rows, with what ticking each of them does."""
    return [
        (holder.id, said(holder.post), " · ".join(filter(None, _about(form, holder))))
        for holder in form.holders
    ]


def identity_choices(channel: Channel) -> list[Row]:
    """The ways to be known. General grievances have no keepers of names, so no middle way."""
    return [
        (mode.value, said(IDENTITY_MODES[mode.value]), said(hint))
        for mode, hint in _MODE_HINTS.items()
        if channel is Channel.CORRUPTION or mode is not IdentityMode.CONFIDENTIAL
    ]


def _about(form: FilingForm, holder: OfficeHolder) -> tuple[str, str]:
    return holder.name, _consequence(form, holder)


def _consequence(form: FilingForm, holder: OfficeHolder) -> str:
    if holder.leads_outward and form.outward_authority:
        goes_to = said(form.outward_authority)
        return say(f"เรื่องจะส่งไปที่{goes_to}แทน", f"It will go to {goes_to} instead")
    if holder.leads_outward:
        return say(
            "ท่านนี้ดูแลผู้รับเรื่อง หากเลือก เราจะบอกหน่วยงานภายนอกที่แจ้งได้แทน",
            "In charge of those who receive reports: we will name outside authorities instead",
        )
    return say("ผู้รับเรื่อง", "Receives reports") if holder.reads else ""


def iso_date(iso_day: str) -> str:
    """An ISO date as the page's language writes it; nothing for no date."""
    return long_date(date.fromisoformat(iso_day), language()) if iso_day else ""


def offer_choices(blueprint: Blueprint) -> None:
    """Give the blueprint's templates the functions above."""

    @blueprint.context_processor
    def _choices() -> dict[str, Any]:
        return {
            "choices_of": choices_of,
            "excludable": excludable,
            "identity_choices": identity_choices,
            "identity_modes": IDENTITY_MODES,
            "iso_date": iso_date,
        }
