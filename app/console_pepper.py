"""`prongsai keyfile rotate` and `retire`: a new pepper before the old, and an old one's end."""

import sys
from argparse import Namespace
from collections.abc import Callable

from app.console import CommandFailed, ask, house_of, keys_of, open_app, say
from app.house import House
from app.settings import Settings
from crypto.key_file import KeyFile, printed
from crypto.primitives import KEY_BYTES, random_bytes
from service.actors import AgencyClerk, AllAgencies
from service.errors import InvalidInput
from service.key_file_print import key_file_is_read_back, read_key_file_back
from service.line_seals import renew_line_seals
from service.look_up_agency import every_agency
from service.pepper import HeldBy, held_by_oldest
from service.publications import renew_macs
from service.unit_of_work import UnitOfWork

_TRIES = 3


def rotate_key(settings: Settings, _typed: Namespace) -> None:
    """Puts a new pepper before the others, shows its digits and has them typed back at once."""
    house = _house(settings)
    with house.open_work(AllAgencies("look whether the key is printed"), writes=False) as work:
        if not key_file_is_read_back(work):
            raise CommandFailed("run `prongsai keyfile check` first: the newest key was not read "
                                "back from its print")  # fmt: skip
    say("A new key is made; the old ones stay and go on opening. From now until its digits are")
    say("typed back from paper, no complaint about corruption is taken.")
    _confirm()
    house.key_holder.change(lambda keys: keys.with_pepper(random_bytes(KEY_BYTES)))
    say()
    say("Write these digits down, and keep them with the earlier ones:")
    say(printed(house.key_holder.current())[0])
    _have_typed_back(house)
    _for_every_agency(house, "seal what LINE needs under the newest key", renew_line_seals)
    say("The paper is right. Complaints are taken again. Each officer's keys move to the new key")
    say("at the next signing in; recovery codes move when a new one is printed.")


def retire_key(settings: Settings, _typed: Namespace) -> None:
    """Drops the oldest pepper when nothing needs it; otherwise says what does."""
    house = _house(settings)
    if len(house.key_holder.current().peppers) < 2:
        raise CommandFailed("there is only one key, and everything needs it")
    with house.open_work(AllAgencies("look what needs the oldest key"), writes=False) as work:
        held = held_by_oldest(work)
    if not held.nothing:
        raise CommandFailed(_why(held))
    say("Nothing needs the oldest key any more. Once it is dropped, copies of the database from")
    say("its time open only with its printed digits.")
    _confirm()
    _renew_seals(house)
    house.key_holder.change(KeyFile.without_oldest)
    say("The oldest key is dropped. Please read the print of the others again.")


def _renew_seals(house: House) -> None:
    """What stands under the oldest key, and can be made anew, moves under the newest."""
    _for_every_agency(house, "renew the marks of what was published", renew_macs)
    _for_every_agency(house, "seal what LINE needs under the newest key", renew_line_seals)


def _for_every_agency(house: House, reason: str, errand: Callable[[UnitOfWork], object]) -> None:
    with house.open_work(AllAgencies(reason), writes=False) as work:
        agencies = [agency.agency_id for agency in every_agency(work)]
    for agency_id in agencies:
        with house.open_work(AgencyClerk(agency_id), writes=True) as work:
            errand(work)


def _house(settings: Settings) -> House:
    keys_of(settings)
    return house_of(open_app(settings))


def _confirm() -> None:
    if ask("Type yes to go on: ") != "yes":
        raise CommandFailed("nothing was changed")


def _have_typed_back(house: House) -> None:
    for _ in range(_TRIES):
        say()
        say("Type the new digits from the paper; an empty line ends:")
        try:
            with house.open_work(AllAgencies("read the key file back"), writes=True) as work:
                read_key_file_back(work, _typed_lines())
        except InvalidInput:
            say("These are not the new digits.")
        else:
            return
    raise CommandFailed("no complaint about corruption is taken until `prongsai keyfile check` has "
                        "seen the new digits")  # fmt: skip


def _typed_lines() -> str:
    lines = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line)
    return " ".join(lines)


def _why(held: HeldBy) -> str:
    parts = []
    if held.since is None:
        parts.append("the print of the next key was never read back")
    if held.cases:
        parts.append(f"{held.cases} cases may have been filed under it, whose reporters could "
                     "follow them no more")  # fmt: skip
    if held.passphrases:
        parts.append("not signed in since: " + ", ".join(held.passphrases))
    if held.recovery_codes:
        parts.append("no new recovery code printed since: " + ", ".join(held.recovery_codes))
    return "the oldest key is still needed: " + "; ".join(parts)
