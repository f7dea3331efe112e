"""No page of ours may be shown inside another site's page, but the two made for it."""

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter

from app.headers import ALWAYS, FRAMED, SHARED
from rules.permissions import Role
from rules.statistics_options import StatisticsOptions
from service.publications import publish
from service.statistics_document import document_record
from tests import statistics_scenes as scenes
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk

VALUES = {"slug": "sample", "letter": "r", "filename": "house.css", "fiscal_year_be": 2569}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("framed"))
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่", Role.PUBLISHER)
    for document in (scenes.by_quarter(), scenes.of_grievances()):
        kind = "statistics" if document.item_code else "grievances"
        with office.desk("publisher1") as work:
            publish(work, kind, 2569, document.options.span, document_record(document))
    return app, office


def addresses(app):
    """One address of every route that answers GET, by its endpoint."""
    builder = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods:
            continue
        values = {name: VALUES.get(name, _value(rule, name)) for name in rule._converters}
        values |= rule.defaults or {}
        yield rule.endpoint, builder.build(rule.endpoint, values, method="GET")


def _value(rule, name):
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "a" * 32


def test_every_route_but_the_embeds_forbids_every_frame(service):
    app, office = service
    desks = [Desk(app, office) for _ in range(2)]
    assert desks[0].sign_in("intake1").status_code == 303
    assert desks[1].sign_in("publisher1").status_code == 303
    seen = {}
    for endpoint, address in addresses(app):
        for client in (app.test_client(), *(desk.client for desk in desks)):
            answer = client.get(address, base_url="http://localhost")
            policy = answer.headers["Content-Security-Policy"]
            seen.setdefault(endpoint, set()).add("frame-ancestors 'none'" in policy)
            assert "frame-ancestors" in policy and "*" not in policy.split("frame-ancestors")[0]
            if endpoint not in FRAMED:
                assert "frame-ancestors 'none'" in policy, endpoint
                assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", endpoint
            if endpoint not in FRAMED | SHARED:
                assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", endpoint
            answer.close()
    assert len(seen) > 100
    assert {endpoint for endpoint, closed in seen.items() if False in closed} == FRAMED


def test_the_names_on_the_lists_are_routes(service):
    assert service[0].view_functions.keys() >= FRAMED | SHARED


def test_nothing_that_takes_words_or_acts_is_ever_on_the_list(service):
    app, _office = service
    for rule in app.url_map.iter_rules():
        if rule.endpoint in FRAMED | SHARED:
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}
            assert app.view_functions[rule.endpoint].guard == "public"


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("own", ["statistics", "grievances"])
def test_the_embed_is_small_sound_and_has_nothing_to_press(service, own, lang):
    answer = service[0].test_client().get(f"/sample/disclosure/{own}/embed?lang={lang}")
    page = StrictPage(answer.text)
    assert page.problems == []
    for tag in ("script", "form", "input", "button", "iframe"):
        assert page.all(tag) == []
    links = page.all("a")
    assert [one.attributes["target"] for one in links] == ["_blank"]
    assert page.foreign == set()
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src" not in policy and "default-src 'none'" in policy
    assert "form-action 'none'" in policy and "unsafe" not in policy
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert len(answer.data) < 8_000


def test_an_embed_that_is_none_is_closed_again(service):
    answer = service[0].test_client().get("/nobody/disclosure/statistics/embed")
    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"] == ALWAYS["Content-Security-Policy"]


def test_an_embed_that_a_browser_has_already_may_still_be_framed(service):
    client = service[0].test_client()
    first = client.get("/sample/disclosure/statistics/embed")
    again = client.get(
        "/sample/disclosure/statistics/embed", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    for name in ("Content-Security-Policy", "Cross-Origin-Resource-Policy"):
        assert again.headers[name] == first.headers[name]


def test_the_embed_shows_the_newest_version_whatever_its_address_says(service):
    client = service[0].test_client()
    assert "2569" in client.get("/sample/disclosure/statistics/embed?year=2568").text
    assert StatisticsOptions().span == "to_date"
