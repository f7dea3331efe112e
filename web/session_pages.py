"""An officer's own sessions, and the notice before the one of this page ends."""

from datetime import timedelta
from typing import Any, Final

from flask import Response, g, request, url_for

from rules.limits import SESSION_HOURS, SESSION_IDLE_MINUTES
from rules.thai_time import today_in_bangkok
from rules.words.sessions import WAYS
from service.own_sessions import (
    end_all_sessions,
    end_other_sessions,
    end_session,
    own_sessions,
)
from web.desk_guard import clear_cookie, cookie_name, officer_view
from web.desk_pages import go_to, pages, work
from web.house import house
from web.pages import page

WARNED_MINUTES: Final = 2
"""How long before its end the notice comes."""

LATEST_MINUTE: Final = SESSION_IDLE_MINUTES - WARNED_MINUTES
"""The last of the style sheet's classes `after-0`, `after-1`..., which wait so many minutes."""


@pages.get("/sessions")
@officer_view()
def my_sessions() -> Response:
    """Where the officer is signed in."""
    with work(writes=False) as opened:
        lines = own_sessions(opened, _cookie())
    return page(
        "sessions/list.html",
        lines=lines,
        ways=WAYS,
        day_of=today_in_bangkok,
        idle_minutes=SESSION_IDLE_MINUTES,
        hours=SESSION_HOURS,
        done=request.args.get("done", ""),
    )


@pages.post("/sessions/<session_mark>/end")
@officer_view(redraw=lambda _typed, **_values: my_sessions())
def end_one_session(session_mark: str) -> Response:
    """The list without that session; the sign-in page when it was this one."""
    with work(writes=True) as opened:
        was_this = end_session(opened, _cookie(), session_mark)
    return _left() if was_this else go_to(url_for("desk.my_sessions", done="ended"))


@pages.post("/sessions/end-others")
@officer_view(redraw=lambda _typed: my_sessions())
def end_my_other_sessions() -> Response:
    """The list with this session alone."""
    with work(writes=True) as opened:
        end_other_sessions(opened, _cookie())
    return go_to(url_for("desk.my_sessions", done="others"))


@pages.post("/sessions/end-all")
@officer_view(redraw=lambda _typed: my_sessions())
def end_all_my_sessions() -> Response:
    """The sign-in page, every session ended."""
    with work(writes=True) as opened:
        end_all_sessions(opened)
    return _left()


@pages.get("/stay")
@officer_view()
def stay() -> Response:
    """Until when the session goes on now: opened beside a page in which somebody is typing."""
    return page("sessions/stay.html", hours=SESSION_HOURS)


def warned_after() -> int:
    """After how many minutes this page says that its session is about to end."""
    left = g.desk_session.ends_at - house().now() - timedelta(minutes=WARNED_MINUTES)
    return max(0, min(LATEST_MINUTE, int(left.total_seconds() // 60)))


@pages.context_processor
def _session_words() -> dict[str, Any]:
    return {"warned_after": warned_after}


def _cookie() -> str:
    return request.cookies.get(cookie_name(), "")


def _left() -> Response:
    return clear_cookie(go_to(url_for("desk.sign_in_page", left=1)))
