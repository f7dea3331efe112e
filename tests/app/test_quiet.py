"""Flask never sees who asks, on any route."""

import pytest
from flask import request

from app.quiet import LINE_APP, Quiet
from tests.conftest import settings_for

TELLING = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 9; CPH1909) Line/13.4.2",
    "Accept-Language": "th-TH,th;q=0.9",
    "X-Forwarded-For": "203.0.113.9",
    "Forwarded": "for=203.0.113.9",
    "X-Real-Ip": "203.0.113.9",
    "Cf-Connecting-Ip": "203.0.113.9",
    "True-Client-Ip": "203.0.113.9",
    "Sec-Ch-Ua-Platform": "Android",
    "Referer": "https://www.facebook.com/somebody",
    "Via": "1.1 office-proxy",
    "Tomorrows-Header": "somchai",
}


@pytest.fixture
def seen(tmp_path):
    met = {}

    def application(environ, start_response):
        met.update(environ)
        start_response("204 No Content", [])
        return [b""]

    quiet = Quiet(application, settings_for(tmp_path))

    def ask(**headers):
        environ = {
            "REMOTE_ADDR": "203.0.113.9",
            "REMOTE_PORT": "4711",
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/sample/",
            "HTTP_HOST": "localhost",
            "HOME": "/home/somchai",
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name.upper().replace('-', '_')}": text for name, text in headers.items()},
        }
        met.clear()
        quiet(environ, lambda *_: None)
        return met

    return ask


def test_only_what_is_needed_comes_through(seen):
    met = seen(**TELLING, Accept="text/html")
    text = str(met)
    for telling in ("203.0.113.9", "4711", "Android", "th-TH", "somchai", "facebook", "proxy"):
        assert telling not in text
    assert met["HTTP_ACCEPT"] == "text/html"
    assert met["PATH_INFO"] == "/sample/"


def test_one_bit_of_the_browser_is_kept(seen):
    assert seen(**TELLING)[LINE_APP] is True
    assert seen(**{"User-Agent": "Mozilla/5.0"})[LINE_APP] is False
    assert seen()[LINE_APP] is False


def test_no_view_can_learn_the_address(service, monkeypatch):
    app, _office = service
    met = {}

    def looks():
        met.update(address=request.remote_addr, agent=request.user_agent.string)
        return ""

    monkeypatch.setitem(app.view_functions, "healthz", looks)
    app.test_client().get("/healthz", environ_base={"REMOTE_ADDR": "203.0.113.9"}, headers=TELLING)
    assert met == {"address": None, "agent": ""}
