"""What the formats fix for ever: codes, sizes, and values that nobody changes on the way."""

import dataclasses
import importlib
import inspect
from pathlib import Path

import crypto
from crypto.envelope import ObjectType
from crypto.sealed_keys import ShareKind


def _dataclasses() -> set[type]:
    modules = (
        importlib.import_module(f"crypto.{path.stem}")
        for path in Path(crypto.__path__[0]).glob("[!_]*.py")
    )
    members = (member for module in modules for _, member in inspect.getmembers(module))
    return {one for one in members if inspect.isclass(one) and dataclasses.is_dataclass(one)}


def test_what_was_checked_cannot_be_changed_afterwards() -> None:
    found = _dataclasses()
    assert len(found) >= 20
    for one in found:
        assert one.__dataclass_params__.frozen, one  # type: ignore[attr-defined]
        assert one.__hash__ is not None, one


def test_the_codes_that_are_sealed_in_are_those_of_version_one() -> None:
    assert {type_.name: type_.value for type_ in ObjectType} == {
        "REPORT": 1,
        "IDENTITY": 2,
        "CONTACT": 3,
        "EXCLUSIONS": 4,
        "TO_REPORTER": 5,
        "FROM_REPORTER": 6,
        "INTERNAL": 7,
        "ATTACHMENT": 8,
        "ORIGINAL": 9,
        "ORIGINAL_NAME": 10,
        "RELEASE_REASON": 11,
        "RELEASE_NOTICE": 12,
        "REDACTED": 13,
        "TWO_PERSON_REASON": 14,
    }
    assert [(kind.name, kind.value) for kind in ShareKind] == [
        ("CONTENT", 1),
        ("IDENTITY_INSIDE", 2),
        ("IDENTITY_OUTSIDE", 3),
    ]
