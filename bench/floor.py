"""The floor of filing: a bare Flask page whose POST makes the same durable writes, no more.

The same server, threads and SQLite settings; one transaction of as many rows with bodies of the
same sizes. What the service adds to this is what its protection costs.
"""

import json
import os
import secrets
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

from flask import Flask, Response, request
from granian import Granian
from granian.constants import HTTPModes, Interfaces

from models.base import _PRAGMAS as PRAGMAS

TABLE = (
    "CREATE TABLE IF NOT EXISTS written "
    "(id BLOB PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID"
)


def make_app(database: str, sizes: list[int]) -> Flask:
    """The bare application; `sizes` are the bytes of the rows that one report writes."""
    app = Flask("floor", static_folder=None)
    own = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(own, "connection"):
            own.connection = sqlite3.connect(database, isolation_level=None)
            for pragma in PRAGMAS:
                own.connection.execute(pragma)
        kept: sqlite3.Connection = own.connection
        return kept

    @app.get("/healthz")
    def healthz() -> str:
        return "alive"

    @app.post("/")
    def write() -> Response:
        words = request.form["narrative"]
        here = connection()
        here.execute("BEGIN IMMEDIATE")
        for size in sizes:
            row = (secrets.token_bytes(16), "row", secrets.token_bytes(size))
            here.execute("INSERT INTO written VALUES (?, ?, ?)", row)
        here.execute("COMMIT")
        return Response(f"<!doctype html><p>{len(words)}")

    return app


def main() -> None:
    """Serve the floor: folder, port, threads and sizes come as arguments."""
    database = str(Path(sys.argv[1]) / "floor.db")
    with closing(sqlite3.connect(database)) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute(TABLE)
    app = make_app(database, json.loads(sys.argv[4]))
    Granian(
        "floor",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=int(sys.argv[3]),
        http=HTTPModes.http1,
        websockets=False,
        log_enabled=False,
    ).serve(target_loader=lambda *_: app, wrap_loader=False)
    os._exit(0)


if __name__ == "__main__":
    main()
