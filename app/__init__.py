"""The composition root: joins settings, database, keys, pages and API into one service."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask

import api
import web
from app.application import Prongsai, hear_people_out, refuse_unguarded
from app.compression import compress_answers
from app.database import join_database
from app.headers import add_headers
from app.health import answer_health
from app.house import House, wall_clock
from app.keys import KeyHolder
from app.quiet import Quiet
from app.settings import Settings
from app.static_files import serve_static_files
from rules import limits
from service.unit_of_work import Costs


def create_app(
    settings: Settings,
    *,
    clock: Callable[[], datetime] | None = None,
    costs: Costs | None = None,
) -> Flask:
    """The whole service as a WSGI application; `clock` and `costs` are for tests."""
    app = Prongsai("web", static_folder=None, template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = limits.FORM_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = limits.FORM_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    engine = join_database(app, settings)
    house = House(
        settings=settings,
        engine=engine,
        key_holder=KeyHolder(settings.key_file),
        clock=clock or wall_clock,
        costs=costs or Costs(),
    )
    app.extensions["prongsai"] = house
    serve_static_files(app, Path(app.root_path) / "static")
    web.register(app)
    api.register(app)
    answer_health(app, house)
    hear_people_out(app)
    compress_answers(app)
    add_headers(app, settings)
    refuse_unguarded(app)
    app.wsgi_app = Quiet(app.wsgi_app, settings)  # type: ignore[method-assign]
    return app
