"""An order of a fact-finding committee as it is sealed, and as it is read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules import words
from rules.committee import Part
from rules.states import EventKind
from rules.thai_time import long_date
from service.case_keys import CaseKeys
from service.signed_records import SignedRecord, signed_records
from service.unit_of_work import UnitOfWork

FORM = "order/1"
ORDER_KINDS = (EventKind.FACT_FINDING_STARTED, EventKind.COMMITTEE_APPOINTED)


@dataclass(frozen=True)
class Member:
    """Somebody on the committee; `officer` is "" for a person from outside the system.

    `let_in` tells that an order gave the access, which leaves again with the membership.
    """

    officer: str
    name: str = field(repr=False)
    post: str = field(repr=False)
    part: Part
    let_in: bool = False


@dataclass(frozen=True)
class Committee:
    """The committee as the newest order has it; `number` and the rest are the order's own."""

    number: str = field(repr=False)
    dated_on: date
    find_out: str = field(repr=False)
    members: tuple[Member, ...]

    def by_part(self) -> tuple[Member, ...]:
        """The members as an order lists them: the chair first, the secretary last."""
        return tuple(sorted(self.members, key=lambda one: tuple(Part).index(one.part)))


def committee_of(work: UnitOfWork, keys: CaseKeys) -> Committee | None:
    """The committee now; None when the facts are found without an order on record."""
    return committee_in(signed_records(work, keys, ORDER_KINDS))


def committee_in(records: Iterable[SignedRecord]) -> Committee | None:
    """The same from records of the case that are opened already."""
    found = None
    for one in records:
        if one.record.get("form") == FORM:
            found = _stored(one.record)
        elif one.kind is EventKind.FACT_FINDING_STARTED:
            found = None
    return found


def order_record(order: Committee) -> dict[str, Any]:
    """What is sealed, with the order as a note of the case tells it."""
    return {
        "form": FORM,
        "number": order.number,
        "dated_on": order.dated_on.isoformat(),
        "find_out": order.find_out,
        "members": [
            {
                "officer": one.officer,
                "name": one.name,
                "post": one.post,
                "part": one.part.value,
                "let_in": one.let_in,
            }
            for one in order.members
        ],
        "text": _text(order),
    }


def _text(order: Committee) -> str:
    labels = words.ORDER_FIELDS
    return "\n".join(
        (
            f"{labels['number'].th} {order.number} {labels['dated_on'].th} "
            f"{long_date(order.dated_on)}",
            *(
                f"{words.COMMITTEE_PARTS[one.part.value].th}: {one.name} ({one.post})"
                for one in order.by_part()
            ),
            f"{labels['find_out'].th}: {order.find_out}",
        )
    )


def _stored(record: Mapping[str, Any]) -> Committee:
    return Committee(
        record["number"],
        date.fromisoformat(record["dated_on"]),
        record["find_out"],
        tuple(
            Member(one["officer"], one["name"], one["post"], Part(one["part"]), one["let_in"])
            for one in record["members"]
        ),
    )
