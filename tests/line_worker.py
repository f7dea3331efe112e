"""A worker that delivers by LINE, in a process that a test may kill at any moment."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import configure_mappers

from app.house import House
from app.keys import KeyHolder
from app.line import deliver_line
from app.settings import Settings
from models.base import prepare_engine
from tests.office import CHEAP_COSTS, Clock

configure_mappers()  # once, before the children are forked


def work_until_killed(url: str, key_path: Path, environ: dict[str, str], now: datetime) -> None:
    """Deliver whatever is due at that moment, and end when nothing is left."""
    engine = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    house = House(
        settings=Settings.from_environment(environ),
        engine=engine,
        key_holder=KeyHolder(key_path),
        clock=Clock(now),
        costs=CHEAP_COSTS,
    )
    while deliver_line(house):
        pass
