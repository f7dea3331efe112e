"""What the commands share: their words, their failures, and the house they work in."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from flask import Flask

from app import create_app
from app.house import House
from app.settings import Settings
from crypto.key_file import KeyFile, KeyFileProblem, load
from rules.words import FIELD_ERRORS
from service.actors import AllAgencies
from service.errors import InvalidInput, NotFound
from service.look_up_agency import find_agency
from service.views import AgencyCard

_WHY = {
    "missing": "there is no key file at {path}; `prongsai setup` makes one",
    "open_to_others": "others may read the key file {path}; run `chmod 600 {path}`",
    "damaged": "the key file {path} is damaged; bring back its copy or the printed digits",
    "unknown_version": "the key file {path} was made by a newer version of this program",
    "exists": "there is a key file at {path} already",
}


class CommandFailed(Exception):
    """A command did not do what it says; the message says why and what to do."""


def say(text: str = "", *, stream: TextIO | None = None) -> None:
    """One line to the person at the console, at once."""
    (stream or sys.stdout).write(f"{text}\n")
    (stream or sys.stdout).flush()


def ask(words: str) -> str:
    """One line typed at the console."""
    sys.stdout.write(words)
    sys.stdout.flush()
    return sys.stdin.readline().strip()


def open_app(settings: Settings) -> Flask:
    """The application, for a command."""
    return create_app(settings)


def house_of(app: Flask) -> House:
    """The house that the application works in."""
    house: House = app.extensions["prongsai"]
    return house


def keys_of(settings: Settings) -> KeyFile:
    """The keys; CommandFailed says why they cannot be used."""
    try:
        return load(settings.key_file)
    except KeyFileProblem as problem:
        raise CommandFailed(why(problem, settings)) from None


def why(problem: KeyFileProblem, settings: Settings) -> str:
    """The problem in a sentence that says what to do."""
    return _WHY[problem.reason].format(path=settings.key_file)


def find_agency_at(app: Flask, slug: str) -> AgencyCard:
    """The agency with that address; CommandFailed when there is none."""
    try:
        with house_of(app).open_work(AllAgencies("find an agency"), writes=False) as work:
            return find_agency(work, slug)
    except NotFound:
        raise CommandFailed(f"there is no agency at {slug}") from None


@contextmanager
def problems_named() -> Iterator[None]:
    """Whatever must be mended becomes a CommandFailed that names the field and says how."""
    try:
        yield
    except InvalidInput as problem:
        name, code = next(iter(problem.fields.items()))
        words = FIELD_ERRORS.get(code)
        sentence = words.en.replace("{limit}", str(problem.limits.get(name, 0))) if words else code
        raise CommandFailed(f"{name}: {sentence}") from None


def hand_over(pdf: bytes) -> None:
    """The sheets to whatever prints them, never to a terminal."""
    if sys.stdout.isatty():
        raise CommandFailed("send the sheets on to a printer: add `| lp` to the command")
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
