"""`prongsai keyfile`: without its key file a database opens to nobody, so it is kept on paper."""

import sys
from argparse import Namespace

from app.console import CommandFailed, keys_of, say
from app.settings import Settings
from crypto.key_file import matches_print, printed
from crypto.paper import PaperUnreadable


def print_keys(settings: Settings, _typed: Namespace) -> None:
    """Shows the digits of each pepper, newest first."""
    sheets = printed(keys_of(settings))
    say(f"Key file {settings.key_file}. Write these digits down or print them, keep them in a")
    say("sealed envelope away from this machine, then run `prongsai keyfile check`.")
    for number, sheet in enumerate(sheets):
        say()
        say("Newest:" if number == 0 else f"Older ({number}):")
        say(sheet)


def check_keys(settings: Settings, _typed: Namespace) -> None:
    """Reads digits from the keyboard; fails unless they are those of the newest pepper."""
    keys = keys_of(settings)
    say("Type the digits from the paper; an empty line ends:")
    lines = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line)
    try:
        is_right = matches_print(keys, " ".join(lines))
    except PaperUnreadable:
        raise CommandFailed(
            "a digit is missing or mistyped; please compare and try again"
        ) from None
    if not is_right:
        raise CommandFailed("these digits belong to another key file")
    say("The paper is right: the key file can be made again from it.")
