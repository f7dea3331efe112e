"""The console script `prongsai`: each command says what it did, and fails when it did not."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app import console_agencies, console_keys, console_service
from app.console import CommandFailed, say, why
from app.settings import Settings, SettingsRefused
from crypto.key_file import KeyFileProblem
from rules.permissions import Role
from rules.words import ERRORS
from service.errors import ServiceError
from service.publish_disclosure import GRANULARITIES


def main(words: Sequence[str] | None = None) -> int:
    """0 when the command did what it says, 1 when it did not, 2 for words it does not know."""
    typed = build_parser().parse_args(words)
    try:
        settings = Settings.from_environment(os.environ)
        typed.errand(settings, typed)
    except (CommandFailed, SettingsRefused) as problem:
        say(f"prongsai: {problem}", stream=sys.stderr)
        return 1
    except KeyFileProblem as problem:
        say(f"prongsai: {why(problem, settings)}", stream=sys.stderr)
        return 1
    except ServiceError as problem:
        say(f"prongsai: {ERRORS[problem.code].en}", stream=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


def build_parser() -> argparse.ArgumentParser:
    """Every command with its words and its help."""
    parser = argparse.ArgumentParser(prog="prongsai", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _service_commands(commands)
    _key_commands(commands)
    _agency_commands(commands)
    return parser


def _service_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    _add(commands, "setup", "make the key file and bring the database up to date",
         console_service.set_up)  # fmt: skip
    run = _add(commands, "run", "set up, make a demo on the first start, and serve",
               console_service.run)  # fmt: skip
    run.add_argument("--empty", action="store_true", help="without the demo agency")
    _add(commands, "demo", "fill an empty data folder with a demo agency", console_service.demo)
    _add(commands, "serve", "serve until stopped", console_service.serve)
    _add(commands, "migrate", "bring the database up to date", console_service.migrate)
    _add(commands, "doctor", "look whether everything is as it should be", console_service.doctor)


def _key_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keyfile = commands.add_parser("keyfile", help="the key file, on paper")
    parts = keyfile.add_subparsers(required=True, metavar="COMMAND")
    _add(parts, "print", "show the key file's digits, to be kept on paper", console_keys.print_keys)
    _add(parts, "check", "read digits typed from paper and compare", console_keys.check_keys)


def _agency_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    statistics = _add(
        commands, "statistics", "print an agency's statistics", console_agencies.show_statistics
    )
    statistics.add_argument("slug", help="the agency's address, such as example")
    statistics.add_argument("--year", type=int, help="fiscal year, B.E.")
    statistics.add_argument("--granularity", choices=GRANULARITIES)

    agency = commands.add_parser("agency", help="the agencies served here")
    parts = agency.add_subparsers(required=True, metavar="COMMAND")
    _add(parts, "list", "name every agency", console_agencies.list_agencies)
    create = _add(parts, "create", "open an agency", console_agencies.create_agency)
    create.add_argument("--from", dest="file", type=Path, required=True, metavar="FILE.json")

    _officer_commands(commands)
    for group, name, help_text, errand in (
        ("recovery", "check", "have the recovery papers typed back",
         console_agencies.check_recovery),
        ("keyring", "sign", "sign the keys of activated officers with the root's paper",
         console_agencies.sign_keys),
    ):  # fmt: skip
        parts = commands.add_parser(group, help=help_text).add_subparsers(
            required=True, metavar="COMMAND"
        )
        _add(parts, name, help_text, errand).add_argument("slug")


def _officer_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    officer = commands.add_parser("officer", help="the accounts of an agency")
    parts = officer.add_subparsers(required=True, metavar="COMMAND")
    invite = _add(parts, "invite", "make an account", console_agencies.invite_officer)
    invite.add_argument("slug")
    invite.add_argument("--name", required=True)
    invite.add_argument("--post", required=True)
    invite.add_argument("--login", required=True, help="small letters and digits")
    invite.add_argument("--role", action="append", required=True, choices=[*Role],
                        help="may be given several times")  # fmt: skip


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    help_text: str,
    errand: object,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(errand=errand)
    return parser


if __name__ == "__main__":
    sys.exit(main())
