"""`prongsai clocks`: one look at clocks and at what is kept, where no served program does it."""

from argparse import Namespace

from app.console import CommandFailed, house_of, open_app, say
from app.settings import Settings
from app.watch import keep_no_longer, look_everywhere


def watch_clocks(settings: Settings, _typed: Namespace) -> None:
    """Gives every reminder whose day has come, and ends what is kept no longer; none twice."""
    house = house_of(open_app(settings))
    look = look_everywhere(house)
    say(f"{look.given} reminders were given.")
    kept = keep_no_longer(house)
    say(f"{kept.given} names were erased, because their time was over.")
    if look.failed or kept.failed:
        raise CommandFailed(
            f"the clocks of {look.failed} agencies could not be looked at, and {kept.failed} times "
            "what is kept no longer stayed; try again, and run `prongsai doctor` if it stays so"
        )
