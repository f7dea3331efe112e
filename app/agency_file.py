"""The file that `prongsai agency create` reads: one agency as JSON."""

import json
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, post_load
from marshmallow import fields as of
from marshmallow.validate import Length, OneOf

from app.console import CommandFailed
from rules.categories import LAO_KINDS, OFFICE_POSTS, codes
from service.set_up_agency import AgencyPlan, HolderPlan
from service.views import Contact

_CONTACT_KINDS = ("phone", "email", "address", "website", "line", "facebook")


def _text(longest: int = 200) -> of.String:
    return of.String(required=True, validate=Length(min=1, max=longest))


class _ContactSchema(Schema):
    kind = of.String(required=True, validate=OneOf(_CONTACT_KINDS))
    value = _text(300)

    @post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> Contact:
        """One way to reach the office."""
        return Contact(**loaded)


class _UnitSchema(Schema):
    name_th = _text()
    name_en = of.String(load_default="", validate=Length(max=200))

    @post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> tuple[str, str]:
        """A unit's Thai and English name."""
        return loaded["name_th"], loaded["name_en"]


class _HolderSchema(Schema):
    name = _text()
    post_th = _text()
    post_en = of.String(load_default="", validate=Length(max=200))
    post_kind = of.String(required=True, validate=OneOf(codes(OFFICE_POSTS)))

    @post_load
    def make(self, loaded: dict[str, Any], **_: Any) -> HolderPlan:
        """One office-holder as the agency begins with."""
        return HolderPlan(**loaded)


class _AgencySchema(Schema):
    slug = _text(63)
    name_th = _text()
    name_en = _text()
    kind = of.String(required=True, validate=OneOf(codes(LAO_KINDS)))
    district_th = _text(100)
    district_en = _text(100)
    province_th = _text(100)
    province_en = _text(100)
    website = of.String(load_default="", validate=Length(max=300))
    register_year = of.String(load_default="fiscal", validate=OneOf(("fiscal", "calendar")))
    contacts = of.List(of.Nested(_ContactSchema), load_default=list)
    units = of.List(of.Nested(_UnitSchema), load_default=list)
    office_holders = of.List(of.Nested(_HolderSchema), load_default=list)


def read_agency(path: Path) -> tuple[AgencyPlan, tuple[HolderPlan, ...]]:
    """The agency in the file and its office-holders; CommandFailed names what is wrong."""
    try:
        loaded = _AgencySchema().load(json.loads(path.read_text("utf-8")))
    except OSError:
        raise CommandFailed(f"{path} cannot be read") from None
    except ValidationError as problem:
        raise CommandFailed(f"{path}: {_first(problem.normalized_messages())}") from None
    except ValueError:
        raise CommandFailed(f"{path} is not JSON in UTF-8") from None
    holders = tuple(loaded.pop("office_holders"))
    for name in ("contacts", "units"):
        loaded[name] = tuple(loaded[name])
    return AgencyPlan(**loaded), holders


def _first(messages: Any, path: str = "") -> str:
    if isinstance(messages, dict):
        name, inner = next(iter(messages.items()))
        return _first(inner, f"{path}.{name}" if path else str(name))
    return f"{path}: {messages[0]}"
