"""Every page: sound HTML, no script, no cookie before the code, readable type, few bytes."""

import gzip
import re
from pathlib import Path

import pytest
from flask import template_rendered

from app.headers import ALWAYS, FRAMED, SHARED, WITH_SCRIPT
from rules.states import Channel
from service.attach_evidence import add_evidence
from tests.office import make_office
from tests.reporter_pages import PDF, Walk
from tests.serving import make_service
from tests.strict_html import StrictPage
from tests.web.desk_client import Desk
from web.pages import EXIT_ADDRESS
from web.public_pages import FOR_A_MOMENT

STYLES = sorted((Path(__file__).resolve().parents[2] / "web" / "static").rglob("*.css"))
HOUSE = next(style for style in STYLES if style.name == "house.css")
AUTHORITIES = {"https://www.pacc.go.th", "https://www.nacc.go.th"}
OFFICE_SITE = "https://sample.go.th"
POLICY = "Content-Security-Policy"
PASSKEY_SCRIPT = "/static/passkey.js"
"""The desk's only one, where a passkey is shown or made; reporters' pages have none."""

DOWNLOADS = {
    "application/json",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Looked at where something is published: tests/web/test_public_reports.py and the embed's own.
OPENED = {"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"}
DRAWN_ONCE_PUBLISHED = {"public/embed.html", "public/report.html"}
LEAST_PX = 16
COLD_BYTES, WARM_BYTES = 14_000, 8_000


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """Every page of the reporter's side, in both languages, and the templates they came from."""
    app, office = make_service(tmp_path_factory.mktemp("walk"))
    house = app.extensions["prongsai"]
    make_office(house.engine, house.settings.key_file, slug="neighbour", clock=office.clock)
    templates: set[str] = set()

    def remember(_sender, template, **_context):
        templates.add(template.name)

    with template_rendered.connected_to(remember, app):
        pages = [
            (lang, drawn) for lang in ("th", "en") for drawn in Walk(app, office, lang).pages()
        ]
    return app, pages, templates


def test_every_template_of_the_reporter_is_among_them(walked):
    app, _pages, drawn = walked
    folder = Path(app.root_path) / "templates"
    theirs = {
        f"{part}/{file.name}"
        for part in ("report", "follow", "public", "errors")
        for file in (folder / part).glob("*.html")
        if not file.name.startswith("_")  # a part of pages, drawn with them
    }
    assert theirs - drawn - DRAWN_ONCE_PUBLISHED == set()


def test_each_is_sound_html(walked):
    wrong = {
        (lang, drawn.name): problems
        for lang, drawn in walked[1]
        if (problems := StrictPage(drawn.answer.text).problems)
    }
    assert wrong == {}


def test_each_is_in_the_language_asked_for(walked):
    for lang, drawn in walked[1]:
        page = StrictPage(drawn.answer.text)
        assert page.all("html")[0].attributes["lang"] == lang, drawn.name
        assert "width=device-width" in drawn.answer.text


def test_none_leads_to_strangers(walked):
    known = AUTHORITIES | {EXIT_ADDRESS, OFFICE_SITE}
    for _lang, drawn in walked[1]:
        page = StrictPage(drawn.answer.text)
        assert page.foreign <= known, drawn.name
        for element in page.elements:
            foreign = [one for one in element.attributes.values() if one in known]
            assert not foreign or (element.tag == "a" and "noreferrer" in element.attributes["rel"])


def test_every_page_on_the_way_has_the_way_out(walked):
    for _lang, drawn in walked[1]:
        if "/disclosure/" not in drawn.name:
            assert EXIT_ADDRESS in StrictPage(drawn.answer.text).foreign, drawn.name


def test_no_cookie_before_a_code_is_entered(walked):
    before = [drawn for _lang, drawn in walked[1] if not drawn.has_code]
    assert len(before) > 60
    for drawn in before:
        assert "Set-Cookie" not in drawn.answer.headers, drawn.name
    after = [drawn for _lang, drawn in walked[1] if drawn.name == "case"]
    for drawn in after:
        cookie = drawn.answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        assert "Path=/sample/f" in cookie and "Expires" not in cookie and "Max-Age" not in cookie


def test_each_carries_the_headers_and_is_kept_by_nobody(walked):
    for _lang, drawn in walked[1]:
        for name, value in ALWAYS.items():
            assert drawn.answer.headers[name] == value, (drawn.name, name)
        # Published numbers may be kept for five minutes, by anybody; nothing else is.
        kept = {"no-store", FOR_A_MOMENT} if "disclosure/" in drawn.name else {"no-store"}
        assert drawn.answer.headers["Cache-Control"] in kept, drawn.name


def test_every_route_carries_the_headers(walked):
    client = walked[0].test_client()
    filled = {
        "slug": "sample", "letter": "r", "fiscal_year_be": 2569, "filename": "house.css",
        "kind": "content", "act": "permit", "topic": "half-1", "seq": 2,
    }  # fmt: skip
    adapter = walked[0].url_map.bind("localhost")
    for rule in walked[0].url_map.iter_rules():
        values = {name: filled.get(name, "holidays") for name in rule.arguments}
        for method in sorted(rule.methods - {"OPTIONS"}):
            address = adapter.build(rule.endpoint, values, method=method)
            answer = client.open(address, method=method)
            # An answer without a body has the headers of the one with it.
            body = client.get(address).data if method == "HEAD" else answer.data
            policy = WITH_SCRIPT if b"<script" in body else ALWAYS[POLICY]
            due = ALWAYS | {POLICY: policy}
            missing = {name for name in due if answer.headers.get(name) != due[name]}
            assert missing <= _may_differ(rule.endpoint), (method, address)
            if answer.mimetype == "text/html" and "/disclosure/" not in rule.rule:
                assert answer.headers["Cache-Control"] == "no-store", (method, address)


def _may_differ(endpoint):
    """What other sites may show has headers of its own; a picture's policy is a stricter one."""
    if endpoint in FRAMED:
        return {POLICY, *OPENED}
    return {POLICY, *OPENED} if endpoint in SHARED else set()


def test_the_first_page_weighs_little(walked):
    """The door and its style together; a page after it without the style (quality.md 3)."""
    client = walked[0].test_client()
    door = client.get("/sample/", headers={"Accept-Encoding": "gzip"})
    assert door.headers["Content-Encoding"] == "gzip"
    address = StrictPage(gzip.decompress(door.data).decode()).all("link")[0].attributes["href"]
    style = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert style.headers["Content-Encoding"] == "gzip"
    whole = sum(len(one.data) + len(str(one.headers)) for one in (door, style))
    assert whole <= COLD_BYTES
    assert "immutable" in style.headers["Cache-Control"]


def test_every_other_page_weighs_less(walked):
    for _lang, drawn in walked[1]:
        without_draft = re.sub(r'name="draft" value="[^"]*"', "", drawn.answer.text)
        assert len(gzip.compress(without_draft.encode(), 6)) <= WARM_BYTES, drawn.name


def test_the_desks_pages_are_sound_too(tmp_path):
    app, office = make_service(tmp_path)
    receipt = office.file(Channel.CORRUPTION, narrative="เรื่องที่มีไฟล์", accused="นายช่างยนต์")
    _add_pdf(app, office, receipt)
    case_id = office.case_id(receipt)
    wrong = {}
    for login in ("intake1", "grievance1", "admin1", "outside1", ""):
        desk = Desk(app, office)
        if login:
            desk.sign_in(login)
        for address in _desk_addresses(app, case_id):
            answer = desk.get(address, follow_redirects=True)
            if answer.mimetype in DOWNLOADS:
                continue
            assert answer.mimetype == "text/html", address
            page = StrictPage(answer.text)
            scripts = {one.attributes.get("src", "").split("?")[0] for one in page.all("script")}
            problems = [one for one in page.problems if one != "<script>"]
            if problems or page.foreign or not scripts <= {PASSKEY_SCRIPT}:
                wrong[login, address] = page.problems, page.foreign
    assert wrong == {}


def _add_pdf(app, office, receipt):
    spool = app.extensions["prongsai"].spool()
    spool.write(PDF)
    token = office.confirm(receipt)
    with office.reporter() as work:
        add_evidence(work, token, spool, "name.pdf")


def _desk_addresses(app, case_id):
    """Every page of the desk that is read, with each move and each part of the settings."""
    adapter = app.url_map.bind("localhost")
    choices = [(move, "holidays") for move in ("accept", "not_accept", "ask", "forward", "close")]
    choices += [("note", section) for section in ("holidays", "posts", "units", "officers")]
    return {
        adapter.build(rule.endpoint, {name: filled[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk/") and "GET" in rule.methods
        for move, section in choices
        if (filled := {"case_id": case_id, "move": move, "section": section}).keys()
        >= rule.arguments
    }


# The style sheets


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_no_type_on_a_screen_is_smaller_than_sixteen_pixels(style):
    """On a wide screen the first size of a selector holds, on a telephone the last."""
    sizes = _font_sizes(style.read_text("utf-8"))
    roots = sizes.pop("html", None) or _font_sizes(HOUSE.read_text("utf-8"))["html"]
    for selector, given in sizes.items():
        assert _pixels(given[0], roots[0]) >= LEAST_PX, selector
        assert _pixels(given[-1], roots[-1]) >= LEAST_PX, selector


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_thai_is_neither_spaced_nor_slanted_nor_set_tight(style):
    text = _bare(style.read_text("utf-8"))
    assert set(re.findall(r"letter-spacing:\s*([^;}]+)", text)) <= {"0"}
    for forbidden in ("text-transform", "italic", "oblique", "@import", "http:", "https:"):
        assert forbidden not in text
    heights = [float(one) for one in re.findall(r"line-height:\s*([\d.]+)", text)]
    heights += [float(one) for one in re.findall(r"font:[^;}]*/([\d.]+)", text)]
    assert all(height >= 1.5 for height in heights)


def test_running_text_has_room_for_two_rows_of_marks():
    body = re.search(r"\nbody\s*{([^}]*)}", _bare(HOUSE.read_text("utf-8")))
    assert body and float(re.search(r"line-height:\s*([\d.]+)", body[1])[1]) >= 1.7


def _bare(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def _font_sizes(text: str) -> dict[str, list[str]]:
    """The sizes that rules for the screen give to each selector, in their order."""
    on_screen = re.sub(r"@(media print|page)[^{]*{(?:[^{}]*{[^{}]*})*\s*}", "", _bare(text))
    sizes: dict[str, list[str]] = {}
    for selectors, rule in re.findall(r"([^{}]+){([^{}]*)}", on_screen):
        size = re.search(r"font-size:\s*([^;]+?)\s*(?:;|$)", rule)
        size = size or re.search(r"font:[^;]*?(\S+)/[\d.]+ ", rule)
        for selector in selectors.split(",") if size else ():
            sizes.setdefault(selector.strip(), []).append(size[1])
    return sizes


def _pixels(size: str, root: str) -> float:
    """The size in pixels; one that depends on its place may not make type smaller."""
    number, unit = re.fullmatch(r"([\d.]+)(px|rem|em)", size).groups()
    return float(number) * {"px": 1, "rem": float(root.removesuffix("px")), "em": LEAST_PX}[unit]
