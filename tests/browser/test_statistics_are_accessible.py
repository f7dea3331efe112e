"""axe finds nothing serious on the pages of statistics: published, framed, and at the desk."""

import pytest
from playwright.sync_api import Browser

from rules.permissions import Role
from service.publications import publish
from service.statistics_document import document_record
from tests import statistics_scenes as scenes
from tests.browser.conftest import Served
from tests.browser.test_a_complaint_from_phone_to_statistics import DESK, PHONE
from tests.browser.test_pages_are_accessible import _faults
from tests.browser.test_ticking_the_clerk_goes_to_the_district import _fits, _sign_in

pytestmark = pytest.mark.browser
PUBLIC = (
    "/sample/disclosure/statistics?year=2569",
    "/sample/disclosure/grievances?year=2569",
    "/sample/disclosure/statistics/embed",
    "/disclosure/",
)
CHOSEN = "year=2569&chosen=1&span=whole&granularity=month&parts=tiles&parts=table&parts=chart"
AT_THE_DESK = (
    "/desk/disclosure/statistics",
    f"/desk/disclosure/statistics/preview?{CHOSEN}",
)


def test_axe_finds_nothing_serious_on_pages_of_statistics(served: Served, browser: Browser) -> None:
    office = served.office
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    for document in (scenes.with_everything(), scenes.of_grievances()):
        kind = "statistics" if document.item_code else "grievances"
        with office.desk("publisher1") as work:
            publish(work, kind, 2569, document.options.span, document_record(document))
    faults: list[str] = []
    for viewport in (PHONE, DESK):
        page = browser.new_context(viewport=viewport).new_page()
        for path in PUBLIC:
            for lang in ("th", "en"):
                joint = "&" if "?" in path else "?"
                page.goto(f"{served.url}{path}{joint}lang={lang}")
                faults += _faults(page)
                faults += [] if _fits(page) else [f"{path} is wider than {viewport['width']}"]
        _sign_in(served, page, office, "publisher1")
        for path in AT_THE_DESK:
            page.goto(f"{served.url}{path}")
            faults += _faults(page)
            faults += [] if _fits(page) else [f"{path} is wider than {viewport['width']}"]
    assert faults == []
