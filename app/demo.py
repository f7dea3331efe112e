"""The demo: an invented municipality whose fifteen months of cases are filed as people file them.

Everything goes through the use-cases, under a clock set to each day in turn; only the secrets
differ between two demos made on the same day.
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from app import demo_district
from app.demo_agency import PLACES, SLUG, DemoOfficer, set_up, sit_down
from app.demo_cases import Cases
from app.demo_disclosure import SEATED, publish_all
from app.demo_timeline import happenings
from app.demo_topics import TOPICS
from app.house import DEMO_FILE, House
from service.actors import AgencyClerk, OfficerActor
from service.outward_settings import set_outward

SEED: Final = 2569
SHOWN: Final = (57, 48)
"""Topics whose codes are printed: one that waits for its reporter's answer, one with its result."""

_WORKING: Final = ("intake1", "intake2", "legal1", "grievance1", "receive1", *SEATED)
_BEFORE: Final = timedelta(days=3)

Say = Callable[[str], None]


@dataclass(frozen=True)
class DemoCode:
    """A tracking code to try: whose case it opens, and its receipt number."""

    subject: str
    receipt_no: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class DemoPrint:
    """What the one who started the demo is shown."""

    addresses: tuple[str, ...]
    officers: tuple[DemoOfficer, ...]
    codes: tuple[DemoCode, ...] = ()


def make_demo(house: House, say: Say | None = None, *, seed: int = SEED) -> DemoPrint:
    """What was made, told to `say` and kept in `demo.json` for later starts."""
    now = house.now()
    planned = happenings(TOPICS, now, seed)
    opening = _at(house, planned[0].at - _BEFORE)
    agency_id, municipal = set_up(opening)
    district_id, officers = _set_up_district(opening, agency_id)
    officers = (*municipal, *officers)
    shown = DemoPrint(_addresses(house), officers)
    _keep(house, shown)
    actors = _seated(opening, officers)
    cases = Cases({SLUG: agency_id, demo_district.SLUG: district_id}, actors)
    for one in planned:
        cases.let(_at(house, one.at), one)
    publish_all(house, cases, actors)
    shown = replace(shown, codes=tuple(_code(cases, number) for number in SHOWN))
    _keep(house, shown)
    if say is not None:
        show_demo(shown, say)
    return shown


def read_demo(house: House) -> DemoPrint | None:
    """What was made on an earlier start, or None where there is no demo."""
    file = house.settings.data_dir / DEMO_FILE
    if not file.exists():
        return None
    kept = json.loads(file.read_text("utf-8"))
    officers = (one | {"roles": tuple(one["roles"])} for one in kept["officers"])
    return DemoPrint(
        _addresses(house),
        tuple(DemoOfficer(**one) for one in officers),
        tuple(DemoCode(**one) for one in kept["codes"]),
    )


def show_demo(shown: DemoPrint, say: Say) -> None:
    """The officers, their passphrases and the tracking codes, line by line."""
    say("Officers of the demo (the sign-in page shows their six digits, on this machine alone):")
    for one in shown.officers:
        say(f"  {one.login:<20} {one.passphrase:<44} {', '.join(one.roles)}")
    say("A report about the mayor or the clerk goes to the district; district/receive1 reads it.")
    say("Tracking codes to follow a complaint with:")
    for code in shown.codes:
        say(f"  {code.code}   {code.receipt_no}  {code.subject}")


def _set_up_district(house: House, agency_id: bytes) -> tuple[bytes, tuple[DemoOfficer, ...]]:
    """The district's id and officers; it takes what is about the head of the demo agency."""
    made = set_up(house, demo_district.PLAN, demo_district.OFFICERS, demo_district.HOLDERS)
    with house.open_work(AgencyClerk(agency_id), writes=True) as work:
        set_outward(work, demo_district.SLUG)
    return made


def _seated(house: House, officers: tuple[DemoOfficer, ...]) -> dict[str, OfficerActor]:
    """Those who handle cases, by their short login, each signed in once."""
    working = [officer for officer in officers if officer.short_login in _WORKING]
    with ThreadPoolExecutor(max_workers=PLACES) as places:
        actors = places.map(lambda officer: sit_down(house, officer), working)
        return {one.short_login: actor for one, actor in zip(working, actors, strict=True)}


def _at(house: House, moment: datetime) -> House:
    """The same house with its clock standing at that moment."""
    return replace(house, clock=lambda: moment)


def _addresses(house: House) -> tuple[str, ...]:
    root = house.settings.public_url or house.settings.local_url
    return f"{root}/{SLUG}/", f"{root}/{SLUG}/disclosure/", f"{root}/desk/"


def _code(cases: Cases, number: int) -> DemoCode:
    filed = cases.filed[number]
    return DemoCode(filed.subject, filed.receipt_no, filed.code)


def _keep(house: House, shown: DemoPrint) -> None:
    """Write `demo.json`, for its owner alone: it lets anybody in."""
    file = house.settings.data_dir / DEMO_FILE
    kept = {
        "officers": [asdict(one) for one in shown.officers],
        "codes": [asdict(one) for one in shown.codes],
    }
    beside = file.with_name(f"{file.name}.new")
    beside.unlink(missing_ok=True)
    with open(
        os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as to:
        json.dump(kept, to, ensure_ascii=False, indent=1)
    beside.replace(file)
