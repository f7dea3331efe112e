"""The rows that the filing form offers, each with the line that says what choosing it means."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Blueprint

from rules.categories import Category
from rules.states import Channel, IdentityMode
from rules.thai_time import long_date
from rules.words import EXCLUSION_HINTS, IDENTITY_MODE_HINTS, IDENTITY_MODES
from service.views import DraftCheck, FilingForm, OfficeHolder
from web.pages import language, said

Row = tuple[str, str, str]
"""Value, label, hint."""


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
        (mode.value, said(IDENTITY_MODES[mode.value]), said(IDENTITY_MODE_HINTS[mode.value]))
        for mode in IdentityMode
        if channel is Channel.CORRUPTION or mode is not IdentityMode.CONFIDENTIAL
    ]


def _about(form: FilingForm, holder: OfficeHolder) -> tuple[str, str]:
    return holder.name, consequence(form, holder)


def consequence(form: FilingForm | DraftCheck, holder: OfficeHolder) -> str:
    """What ticking this office-holder does, beyond keeping one person from reading."""
    if holder.leads_outward and form.outward_authority:
        goes_to = said(form.outward_authority)
        return said(EXCLUSION_HINTS["goes_elsewhere"]).replace("{authority}", goes_to)
    if holder.leads_outward:
        return said(EXCLUSION_HINTS["leads_outward"])
    return said(EXCLUSION_HINTS["reads"]) if holder.reads else ""


def iso_date(iso_day: str) -> str:
    """An ISO date as the page's language writes it; nothing for no date."""
    return long_date(date.fromisoformat(iso_day), language()) if iso_day else ""


def offer_choices(blueprint: Blueprint) -> None:
    """Give the blueprint's templates the functions above."""

    @blueprint.context_processor
    def _choices() -> dict[str, Any]:
        return {
            "choices_of": choices_of,
            "consequence": consequence,
            "excludable": excludable,
            "identity_choices": identity_choices,
            "identity_modes": IDENTITY_MODES,
            "iso_date": iso_date,
        }
