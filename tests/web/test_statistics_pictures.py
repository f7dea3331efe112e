"""The statistics on paper, as a picture and as bars: the numbers of the document, no others."""

import re
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from rules.permissions import Role
from rules.states import Channel
from service.publications import publish
from service.shown_statistics import KIND_OF, ShownStatistics
from service.statistics_document import document_record
from tests import statistics_scenes as scenes
from tests.pdf_words import parts_on
from tests.serving import make_service
from web import typeset
from web.drawn_pages import drawn_pages
from web.statistics_drawing import drawing_of
from web.statistics_sheet import by_quarter, sheet_of

ROOM = "/sample/disclosure"
A4 = (595.3, 841.9)
SCENES = {
    "quarters": scenes.by_quarter,
    "everything": scenes.with_everything,
    "grievances": scenes.of_grievances,
    "quiet": scenes.quiet,
    "quiet with some left": lambda: scenes.quiet(carried=2),
    "nothing closed": lambda: scenes.document((), 2570),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("pictures"))
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    return app, office


@pytest.fixture(scope="module")
def published(served):
    """A year with two versions, a quiet one, and grievances."""
    app, office = served
    put_out(office, scenes.by_quarter())
    put_out(office, scenes.with_everything(), "รวมเรื่องทางไปรษณีย์")
    put_out(office, scenes.quiet())
    put_out(office, scenes.of_grievances())
    return app.test_client()


def put_out(office, document, note=""):
    kind, year = KIND_OF[document.channel], document.fiscal_year_be
    with office.desk("publisher1") as work:
        return publish(work, kind, year, document.options.span, document_record(document), note)


def drawn(app, document, template, lang=""):
    """The paper or picture of a document that was never published, and its sheet."""
    with app.test_request_context(f"/?lang={lang}"):
        shown = ShownStatistics(document, None, (), (document.fiscal_year_be,))
        sheet = sheet_of(shown, "https://sample.go.th/sample/disclosure/statistics?year=2569")
    return typeset.pdf(template, sheet), sheet


def lines_of(app, document, lang=""):
    with app.test_request_context(f"/?lang={lang}"):
        return drawing_of(document)["lines"]


def holds(parts, wanted):
    """Whether these parts stand on the paper one after the other."""
    return any(parts[at : at + len(wanted)] == wanted for at in range(len(parts)))


def boxes(pdf):
    found = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width), 1), round(float(height), 1)) for width, height in found]


# On paper


@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize("scene", list(SCENES))
def test_every_line_of_the_table_stands_on_the_paper_as_it_was_frozen(served, scene, lang):
    document = SCENES[scene]()
    pdf, _sheet = drawn(served[0], document, "statistics.typ", lang)
    parts = [part for page in parts_on(pdf) for part in page]
    for line in lines_of(served[0], document, lang):
        # Typst tells some stacked marks twice, so a total is known by its numbers alone.
        wanted = [line.label, *line.cells] if line.kind == "row" else list(line.cells)
        assert holds(parts, wanted), line


def test_the_paper_of_a_version_says_on_each_page_who_published_it(published):
    shown = published.get(f"{ROOM}/statistics/2569.pdf")
    assert shown.content_type == "application/pdf"
    digest = re.search(r"[0-9a-f]{64}", published.get(f"{ROOM}/statistics?year=2569").text)
    pages = parts_on(shown.data)
    assert len(pages) > 1 and boxes(shown.data) == [A4] * len(pages)
    for number, page in enumerate(pages, start=1):
        foot = page[-1]
        for said in ("นางสาวจันทร์ เผยแพร่ดี", "ฉบับที่ 2", digest[0], f"{number} / {len(pages)}"):
            assert said in foot
        assert "/sample/disclosure/statistics?year=2569" in foot


def test_the_head_of_a_table_comes_again_on_each_of_its_pages(served):
    pdf, _ = drawn(served[0], scenes.with_everything(), "statistics.typ")
    pages = parts_on(pdf)
    with_units = [page for page in pages if any(part.startswith("กองงาน ") for part in page)]
    assert len(with_units) > 1
    for page in with_units:
        first = next(place for place, part in enumerate(page) if part.startswith("กองงาน "))
        assert page[first - 2 : first] == ["รายการ", "รับใหม่"]


def test_what_is_hidden_is_said_in_words_and_explained(served):
    pdf, _ = drawn(served[0], scenes.with_everything(), "statistics.typ")
    parts = [part for page in parts_on(pdf) for part in page]
    assert holds(parts, ["เรียกรับเงิน", "ปกปิด", "ปกปิด"])
    assert holds(parts, ["ใช้รถของราชการ", "ปกปิด", "19"])
    assert any(part.startswith("“ปกปิด”") for part in parts)


def test_parts_that_were_not_chosen_do_not_stand_on_the_paper(served):
    rich, _ = drawn(served[0], scenes.with_everything(), "statistics.typ")
    usual = scenes.by_quarter().options
    document = replace(scenes.with_everything(), options=usual, tables=())
    poor, _ = drawn(served[0], document, "statistics.typ")
    for said in ("6 วัน", "รวมไตรมาส 1", "แยกตามประเภทเรื่อง", "ไม่รับไว้พิจารณา"):
        assert any(said == part for page in parts_on(rich) for part in page), said
        assert not any(said == part for page in parts_on(poor) for part in page), said


def test_a_paper_without_any_chosen_part_still_has_its_table(served):
    bare = replace(scenes.by_quarter().options, parts=())
    document = replace(scenes.by_quarter(), options=bare)
    parts = [p for page in parts_on(drawn(served[0], document, "statistics.typ")[0]) for p in page]
    assert holds(parts, ["3", "33", "28", "8"])


def test_a_quiet_year_says_the_sentence_of_the_criteria(published):
    parts = parts_on(published.get(f"{ROOM}/statistics/2568.pdf").data)[0]
    told = "".join(parts)
    assert "ไม่มีเรื่องร้องเรียนการทุจริตและ" in told and "30 กันยายน 2568" in told


def test_the_paper_is_for_the_archive_and_brings_its_letters(published):
    pdf = published.get(f"{ROOM}/statistics/2569.pdf").data
    assert b"pdfaid" in pdf and b"/OutputIntent" in pdf
    fonts = set(re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", pdf))
    assert fonts == {b"Sarabun-Regular", b"Sarabun-Bold"}


def test_numbers_not_yet_published_say_so(served):
    pdf, _ = drawn(served[0], scenes.by_quarter(), "statistics.typ")
    assert "ยังไม่ได้เผยแพร่เป็นฉบับ" in parts_on(pdf)[0][-1]


# As a picture


@pytest.mark.parametrize("year", ["2569", "2568"])
@pytest.mark.parametrize("own", ["statistics", "grievances"])
@pytest.mark.parametrize("lang", ["", "en"])
def test_the_picture_is_square_and_of_one_size(published, own, year, lang):
    answer = published.get(f"{ROOM}/{own}/{year}.png?lang={lang}")
    assert answer.content_type == "image/png"
    assert Image.open(BytesIO(answer.data)).size == (1080, 1080)


@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize("scene", list(SCENES))
def test_the_picture_is_one_page_on_which_no_letter_is_small(served, scene, lang):
    pdf, sheet = drawn(served[0], SCENES[scene](), "infographic.typ", lang)
    assert boxes(pdf) == [(1080.0, 1080.0)]
    content = b"".join(_streams(pdf))
    sizes = [float(size) for size in re.findall(rb"/f\d+ ([\d.]+) Tf", content)]
    assert sizes and min(sizes) >= 28
    assert len(typeset.pictures("infographic.typ", sheet)) == 1


@pytest.mark.parametrize("scene", [name for name in SCENES if name != "nothing closed"])
def test_the_picture_has_the_three_numbers_of_the_year(served, scene):
    document = SCENES[scene]()
    parts = parts_on(drawn(served[0], document, "infographic.typ")[0])[0]
    whole = document.total
    for number in (whole.received, whole.completed, whole.outstanding):
        assert f"{number:,}" in parts
    told = "".join(parts)
    assert ("18 จาก 20 เรื่อง" in told) == (document.answered_of == 20)
    assert ("ไม่มีเรื่องร้องเรียน" in told) == (document.zero is not None)
    assert "sample.go.th/sample/disclosure/statistics" in told


def test_months_are_gathered_into_quarters_for_the_picture_and_none_is_lost():
    rows = scenes.with_everything().rows
    gathered = by_quarter(rows)
    assert [row.period.kind for row in gathered] == ["quarter"] * 4
    assert sum(row.received for row in gathered) == sum(row.received for row in rows)
    assert gathered[0].carried_forward == rows[0].carried_forward
    assert gathered[-1].outstanding == rows[-1].outstanding
    five = by_quarter(rows[:5])
    assert [row.period.kind for row in five] == ["quarter", "span"]
    assert by_quarter(rows[:3]) == rows[:3]


# Kept, pinned and embedded


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_who_has_it_already_is_told_so_without_a_byte(published, ending):
    first = published.get(f"{ROOM}/statistics/2569.{ending}")
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = published.get(
        f"{ROOM}/statistics/2569.{ending}", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304 and again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    english = published.get(f"{ROOM}/statistics/2569.{ending}?lang=en")
    assert english.headers["ETag"] != first.headers["ETag"] and english.data != first.data


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_an_earlier_version_is_drawn_as_it_was(published, ending):
    address = f"{ROOM}/statistics/2569.{ending}"
    before = published.get(f"{address}?topic=whole&version=1")
    assert before.status_code == 200 and before.data != published.get(address).data
    assert published.get(f"{address}?topic=whole&version=9").status_code == 404


def test_a_new_version_is_drawn_anew_and_one_drawing_serves_many(tmp_path):
    app, office = make_service(tmp_path)
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    client, address = app.test_client(), f"{ROOM}/statistics/2569.png"
    put_out(office, scenes.by_quarter())
    first = client.get(address)
    with app.app_context():
        kept = len(drawn_pages())
        assert kept == 1
    assert client.get(address).data == first.data
    put_out(office, replace(scenes.by_quarter(), answered_in_time=19), "แก้ตัวเลข")
    second = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200 and second.data != first.data
    with app.app_context():
        assert len(drawn_pages()) == kept + 1


@pytest.mark.parametrize(("ending", "policy"), [("png", "cross-origin"), ("svg", "cross-origin"),
                                                ("pdf", "same-origin")])  # fmt: skip
def test_pictures_may_stand_in_other_sites_and_do_nothing_by_themselves(published, ending, policy):
    answer = published.get(f"{ROOM}/statistics/2569.{ending}")
    assert answer.headers["Cross-Origin-Resource-Policy"] == policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if ending != "pdf":  # Chromium shows no PDF that is boxed in
        policy = "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert answer.headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_a_year_that_has_no_page_has_no_file(published, ending):
    for year in ("2562", "2599", "9999", "x"):
        assert published.get(f"{ROOM}/statistics/{year}.{ending}").status_code == 404


@pytest.mark.parametrize("template", ["statistics.typ", "infographic.typ"])
def test_a_name_is_printed_as_it_is_and_never_read_as_markup(served, template):
    strange = scenes.STRANGE
    document = replace(scenes.by_quarter(), agency_name=strange, notes=(strange,))
    pdf, _ = drawn(served[0], document, template)
    assert strange.th in "".join(parts_on(pdf)[0])


def test_grievances_have_no_item_of_the_assessment(published):
    told = "".join(parts_on(published.get(f"{ROOM}/grievances/2569.pdf").data)[0])
    assert "ITA" not in told and scenes.of_grievances().channel is Channel.GRIEVANCE


def _streams(pdf):
    for found in re.findall(rb"stream\r?\n(.*?)\nendstream", pdf, re.S):
        try:
            yield zlib.decompress(found)
        except zlib.error:
            continue
