"""`prongsai keyfile`: without its key file a database opens to nobody, so it is kept on paper."""

import sys
from argparse import Namespace
from urllib.parse import urlsplit

from app.console import CommandFailed, hand_over, house_of, keys_of, open_app, say
from app.house import wall_clock
from app.settings import Settings
from crypto.key_file import printed
from rules.thai_time import today_in_bangkok
from service.actors import AllAgencies
from service.errors import InvalidInput
from service.key_file_print import read_key_file_back
from web.paper_sheets import key_file_sheets


def print_keys(settings: Settings, typed: Namespace) -> None:
    """Shows the digits of each pepper, newest first, or hands them over as sheets to be printed."""
    sheets = printed(keys_of(settings))
    if typed.pdf:
        owner = urlsplit(settings.public_url).netloc
        hand_over(key_file_sheets(owner, today_in_bangkok(wall_clock()), sheets))
        return
    say(f"Key file {settings.key_file}. Write these digits down or print them, keep them in a")
    say("sealed envelope away from this machine, then run `prongsai keyfile check`.")
    for number, sheet in enumerate(sheets):
        say()
        say("Newest:" if number == 0 else f"Older ({number}):")
        say(sheet)


def check_keys(settings: Settings, _typed: Namespace) -> None:
    """Reads digits from the keyboard; fails unless they are those of the newest pepper."""
    app = open_app(settings)
    say("Type the digits from the paper; an empty line ends:")
    lines = []
    for line in sys.stdin:
        if not line.strip():
            break
        lines.append(line)
    try:
        with house_of(app).open_work(AllAgencies("read the key file back"), writes=True) as work:
            read_key_file_back(work, " ".join(lines))
    except InvalidInput:
        raise CommandFailed(
            "these are not the digits of the newest key; please compare and try again"
        ) from None
    say("The paper is right: the key file can be made again from it.")
