"""`prongsai clocks`: look at the clocks once, where no served program does it every minute."""

from argparse import Namespace

from app.console import CommandFailed, house_of, open_app, say
from app.settings import Settings
from app.watch import look_everywhere


def watch_clocks(settings: Settings, _typed: Namespace) -> None:
    """Gives every reminder whose day has come; running it again gives none twice."""
    look = look_everywhere(house_of(open_app(settings)))
    say(f"{look.given} reminders were given.")
    if look.failed:
        raise CommandFailed(
            f"the clocks of {look.failed} agencies could not be looked at; try again, and run "
            "`prongsai doctor` if it stays so"
        )
