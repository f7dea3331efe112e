"""The desk's page of what stands on every paper of the office, with the emblem."""

from typing import Any, Final

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from rules.words.paper_templates import HEAD_FIELDS
from service.errors import Busy, InvalidInput, NotFound, TooManyTries
from service.letter_head import (
    ARABIC,
    EMBLEM_BYTES_MOST,
    EMBLEM_SIDE_MOST,
    LENGTHS,
    MEGABYTES_MOST,
    THAI,
    UPLOAD_BYTES_MOST,
    letter_head,
    save_letter_head,
)
from web.desk_guard import officer_view, typed_fields
from web.desk_pages import go_to, pages, work
from web.errors import problems_of
from web.pages import page
from web.paper_template_pages import EITHER
from web.received_pages import with_place

EMBLEM: Final = "emblem"
Typed = MultiDict[str, str]


def _redraw(typed: Typed) -> Response:
    return _draw(typed, renewed=True)


@pages.get("/settings/letter-head", endpoint="letter_head")
@officer_view(*EITHER)
def letter_head_page() -> Response:
    """The letter head as it is now, to be changed."""
    return _draw()


@pages.post("/settings/letter-head", endpoint="save_letter_head")
@with_place
@officer_view(*EITHER, redraw=_redraw)
def take_letter_head() -> Response:
    """The letter head saved; or the page again with what must be mended."""
    typed = typed_fields()
    try:
        emblem = _emblem()
        with work(writes=True) as opened:
            save_letter_head(opened, typed.to_dict(), emblem)
    except InvalidInput as refused:
        return _draw(typed, refused)
    except (Busy, TooManyTries):
        return _draw(typed, busy=True)
    return go_to(url_for("desk.letter_head", saved=1))


@pages.get("/settings/letter-head/emblem")
@officer_view(*EITHER)
def emblem_picture() -> Response:
    """The emblem as it was cleaned; NotFound while there is none."""
    with work(writes=False) as opened:
        head = letter_head(opened)
    if head.emblem is None:
        raise NotFound
    response = Response(head.emblem, content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def _emblem() -> bytes | None:
    """The chosen picture, never more of it than is needed to see that it is too large."""
    file = request.files.get(EMBLEM)
    if file is None or not file.filename:
        return None
    spool: Any = file.stream  # the sealed place that `web.uploads` gave it
    if spool.size > UPLOAD_BYTES_MOST:
        raise InvalidInput({EMBLEM: "picture_too_large"}, limits={EMBLEM: MEGABYTES_MOST})
    return b"".join(spool.chunks())


def _draw(
    typed: Typed | None = None,
    refused: InvalidInput | None = None,
    *,
    renewed: bool = False,
    busy: bool = False,
) -> Response:
    with work(writes=False) as opened:
        head = letter_head(opened)
    now = {name: getattr(head, name) for name in LENGTHS}
    return page(
        "paper_templates/letter_head.html",
        refused.status if refused else 503 if busy else 200,
        section="letter_head",
        head=head,
        values=typed.to_dict()
        if typed is not None
        else now | {"thai_digits": THAI if head.thai_digits else ARABIC},
        fields={name: words.th for name, words in HEAD_FIELDS.items()},
        digits=(THAI, ARABIC),
        problems=problems_of(refused) if refused else {},
        renewed=renewed,
        busy=busy,
        choose_again=typed is not None and EMBLEM in request.files,
        kilobytes_most=EMBLEM_BYTES_MOST // 1_000,
        side_most=EMBLEM_SIDE_MOST,
        saved="saved" in request.args and refused is None and not busy,
    )
