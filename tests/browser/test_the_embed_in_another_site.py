"""A page of another origin shows the numbers; it shows nothing else of ours."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Frame, Page

from rules.permissions import Role
from service.publications import publish
from service.statistics_document import document_record
from tests import statistics_scenes as scenes
from tests.browser.conftest import Served

pytestmark = pytest.mark.browser
CLOSED = ("/sample/", "/sample/r/", "/sample/f/", "/desk/sign-in", "/sample/disclosure/statistics")


class OtherSite:
    """A site of somebody else's on this machine, which shows whatever it is given."""

    def __init__(self) -> None:
        self.body = ""
        self.embedder_policy = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = f"<!doctype html><title>other</title>{site.body}".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if site.embedder_policy:
                    self.send_header("Cross-Origin-Embedder-Policy", site.embedder_policy)
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    site = OtherSite()
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture
def published(served: Served) -> Served:
    """A year's numbers of the mandated channel, published."""
    office = served.office
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    document = scenes.by_quarter()
    with office.desk("publisher1") as work:
        publish(work, "statistics", 2569, document.options.span, document_record(document))
    return served


def framed(page: Page, site: OtherSite, address: str) -> Frame:
    """What the browser shows in a frame of the other site's page."""
    site.body = f'<iframe src="{address}" title="t" width="100%" height="620"></iframe>'
    page.goto(site.url)
    page.wait_for_load_state("load")
    return page.frames[1]


def test_the_numbers_show_inside_the_other_site(
    published: Served, browser: Browser, other_site: OtherSite
) -> None:
    page = browser.new_page()
    # 127.0.0.1 and localhost are different sites, and so are their ports different origins.
    ours = published.url.replace("127.0.0.1", "localhost")
    frame = framed(page, other_site, f"{ours}/sample/disclosure/statistics/embed")
    assert "เทศบาลตำบลตัวอย่าง" in frame.inner_text("main")
    assert frame.locator("table tfoot td").all_inner_texts()[1:] == ["33", "28", "8"]
    loaded = frame.evaluate("document.styleSheets.length")
    assert loaded == 2, "its own style comes with it"
    assert (
        frame.evaluate("getComputedStyle(document.querySelector('tfoot td')).fontWeight") == "700"
    )


def test_the_numbers_show_inside_a_site_that_isolates_itself(
    published: Served, browser: Browser, other_site: OtherSite
) -> None:
    page = browser.new_page()
    other_site.embedder_policy = "require-corp"
    ours = published.url.replace("127.0.0.1", "localhost")
    frame = framed(page, other_site, f"{ours}/sample/disclosure/statistics/embed")
    assert "33" in frame.inner_text("table tfoot")


def test_a_site_that_isolates_itself_shows_the_picture_and_opens_the_page(
    published: Served, browser: Browser, other_site: OtherSite
) -> None:
    page = browser.new_page()
    other_site.embedder_policy = "require-corp"
    ours = published.url.replace("127.0.0.1", "localhost")
    other_site.body = (
        f'<a href="{ours}/sample/disclosure/statistics?year=2569">'
        f'<img src="{ours}/sample/disclosure/statistics/2569.png" alt="x" width="800"></a>'
    )
    page.goto(other_site.url)
    page.wait_for_load_state("load")
    assert page.evaluate("document.images[0].naturalWidth") > 300
    page.locator("a").click()
    page.wait_for_load_state()
    assert "33" in page.inner_text("table tfoot")


def test_nothing_else_of_ours_shows_inside_another_site(
    published: Served, browser: Browser, other_site: OtherSite
) -> None:
    ours = published.url.replace("127.0.0.1", "localhost")
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for path in CLOSED:
        refused.clear()
        frame = framed(page, other_site, f"{ours}{path}")
        assert frame.locator("main, form, input, table").count() == 0, path
        assert not any(words in frame.content() for words in ("เทศบาล", "แจ้งเบาะแส", "โต๊ะ")), path
        assert any("frame-ancestors" in words for words in refused), path
