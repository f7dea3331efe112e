"""`/healthz` (the process answers) and `/readyz` (it could take a report now). No secrets."""

import os
import shutil
from collections.abc import Callable
from typing import Final

from flask import Flask, Response, jsonify
from sqlalchemy import text

from app.database import newest_revision, standing_revision
from app.house import House
from app.log import log_event
from web.guards import guarded

FREE_BYTES_LEAST: Final = 256 * 1024 * 1024


def look(house: House) -> dict[str, bool]:
    """What a report needs, and whether it is there: database, migrations, key_file, disk."""
    looks: dict[str, Callable[[House], bool]] = {
        "database": _database_answers,
        "migrations": _is_newest,
        "key_file": _keys_open,
        "disk": _has_room,
    }
    return {name: _quietly(name, one, house) for name, one in looks.items()}


def _quietly(name: str, one: Callable[[House], bool], house: House) -> bool:
    try:
        return one(house)
    except Exception as problem:  # whatever it is, the answer is "not ready"
        log_event(f"not_ready:{name}", error=problem)
        return False


def _database_answers(house: House) -> bool:
    with house.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar() == 1


def _is_newest(house: House) -> bool:
    return standing_revision(house.engine) == newest_revision()


def _keys_open(house: House) -> bool:
    return bool(house.key_holder.current().pepper)


def _has_room(house: House) -> bool:
    folder = house.settings.data_dir
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= FREE_BYTES_LEAST


def answer_health(app: Flask, house: House) -> None:
    """Add both addresses."""

    @app.get("/healthz")
    @guarded("public")
    def healthz() -> Response:
        """Always `{"alive": true}`."""
        return jsonify(alive=True)

    @app.get("/readyz")
    @guarded("public")
    def readyz() -> tuple[Response, int]:
        """Each look by name; 503 when one fails."""
        looks = look(house)
        ready = all(looks.values())
        return jsonify(ready=ready, **looks), 200 if ready else 503
