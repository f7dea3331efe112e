"""The officer's sheets of older registers, and the box for another one."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.permissions import Permission
from rules.states import Channel
from rules.words import ERRORS
from rules.words.bringing_in import STANDINGS
from service.errors import (
    Busy,
    InvalidInput,
    NotAllowed,
    ServiceError,
    TooLarge,
    TooManyTries,
)
from service.import_batches import import_channels, lay_down, own_batches
from service.sheet_reading import SHEET_BYTES, SheetRefused, read_sheet
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page
from web.received_pages import with_place

FILE_FIELD: Final = "sheet"
Typed = MultiDict[str, str]


@pages.get("/import")
@officer_view(Permission.REGISTER_OFFLINE)
def imports() -> Response:
    """The officer's sheets, and the box for another one."""
    return _draw_start(Typed())


@pages.post("/import", endpoint="upload_sheet")
@with_place
@officer_view(Permission.REGISTER_OFFLINE, redraw=lambda typed: _draw_start(typed, why="renewed"))
def take_sheet() -> Response:
    """The page of its columns, once the sheet is laid down; or the same page with what is wrong."""
    typed = typed_fields()
    try:
        channel, sheet = _channel(typed), read_sheet(*_file(), typed.get("name", "").strip())
        with work(writes=True) as opened:
            batch_id = lay_down(opened, channel, sheet)
    except (InvalidInput, TooLarge, TooManyTries, Busy) as refused:
        return _draw_start(typed, refused)
    return go_to(url_for("desk.import_columns", batch_id=batch_id))


def _channel(typed: Mapping[str, str]) -> Channel:
    with work(writes=False) as opened:
        channels = import_channels(opened)
    if len(channels) == 1:
        return channels[0]
    chosen = typed.get("channel", "")
    if not chosen:
        raise InvalidInput({"channel": "choose_one"})
    if chosen not in channels:
        raise NotAllowed
    return Channel(chosen)


def _file() -> tuple[bytes, str]:
    """The chosen file's bytes and name; never more of them than is needed to refuse it."""
    file = request.files.get(FILE_FIELD)
    if file is None or not file.filename:
        raise InvalidInput({FILE_FIELD: "required"})
    spool: Any = file.stream  # the sealed place that `web.uploads` gave it
    if spool.size > SHEET_BYTES:
        raise SheetRefused("sheet_too_large")
    with spool:
        return b"".join(spool.chunks()), file.filename


def _draw_start(typed: Typed, refused: ServiceError | None = None, why: str = "") -> Response:
    with work(writes=False) as opened:
        channels, batches = import_channels(opened), own_batches(opened)
    return page(
        "import_sheet/start.html",
        refused.status if refused else 200,
        channels=channels,
        batches=batches,
        chosen=typed.get("channel", ""),
        name=typed.get("name", ""),
        standings={code: said.th for code, said in STANDINGS.items()},
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        sentence=_sentence(refused),
        why=why,
        done=request.args.get("done", ""),
        megabytes=SHEET_BYTES // (1024 * 1024),
    )


def _sentence(refused: ServiceError | None) -> str:
    return "" if refused is None or isinstance(refused, InvalidInput) else ERRORS[refused.code].th
