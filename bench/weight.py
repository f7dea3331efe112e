"""What each page of the reporter's side weighs on its way, compressed as we send it."""

import gzip

from bench.figures import print_table
from bench.installation import Installation, installation
from tests.reporter_pages import Drawn, Walk
from tests.strict_html import StrictPage

SEEN = ("get /sample/", "r: form", "r: form, nothing typed", "r: check", "r: receipt", "r: written",
        "get /sample/f/", "case", "evidence", "left")  # fmt: skip
PUBLIC = ("get /sample/disclosure/guideline", "get /sample/disclosure/channel",
          "get /sample/disclosure/statistics")  # fmt: skip


def run() -> None:
    """Print bytes and requests of each page, with an empty cache and with the style kept."""
    with installation() as here:
        thai = {drawn.name: drawn for drawn in Walk(here.app, here.office, "th").pages()}
        english = {drawn.name: drawn for drawn in Walk(here.app, here.office, "en").pages()}
        rows = [
            [name, *_weigh(here, thai[name]), _weigh(here, english[name])[0]]
            for name in (*SEEN, *PUBLIC)
        ]
    print_table(
        "Weight in bytes, gzip, Thai; a sealed draft in the page counts too",
        ("page", "page alone", "with headers, cold", "requests, cold", "page alone, English"),
        rows,
    )


def _weigh(here: Installation, drawn: Drawn) -> list[int]:
    page = len(gzip.compress(drawn.answer.data, 6, mtime=0))
    client, whole, requests = here.app.test_client(), page + len(str(drawn.answer.headers)), 1
    for link in StrictPage(drawn.answer.text).all("link"):
        if link.attributes["rel"] == "stylesheet":
            style = client.get(link.attributes["href"], headers={"Accept-Encoding": "gzip"})
            whole += len(style.data) + len(str(style.headers))
            requests += 1
    return [page, whole, requests]
