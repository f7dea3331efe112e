"""The whole service behind a real socket, with a clock that is set by hand, and Chromium."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.office import Office
from tests.serving import make_service

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class Served:
    """An office and the address at which it is served."""

    def __init__(self, office: Office, url: str) -> None:
        self.office, self.url = office, url


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A fresh office, served on this machine."""
    app, office = make_service(tmp_path)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(office, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium; its absence is a failure, never a skip."""
    path = shutil.which("chromium")
    assert path, "chromium is missing: run tools/ensure_browser.sh"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield opened
        opened.close()
