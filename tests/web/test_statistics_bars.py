"""The bars of the statistics as a drawing: numbers as text, told in words, on their own."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from rules.permissions import Role
from rules.thai_time import months
from service.publications import publish
from service.shown_statistics import KIND_OF, ShownStatistics
from service.statistics_document import document_record
from tests import statistics_scenes as scenes
from tests.serving import make_service
from web.statistics_sheet import chart_words, sheet_of
from web.statistics_svg import drawing_of_bars, sentence_lines

ROOM = "/sample/disclosure"
SVG = "{http://www.w3.org/2000/svg}"
SCENES = (
    scenes.by_quarter, scenes.with_everything, scenes.of_grievances, scenes.quiet,
    lambda: scenes.document((), 2570),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("bars"))
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    for document in (scenes.with_everything(), scenes.quiet(), scenes.of_grievances()):
        kind, year = KIND_OF[document.channel], document.fiscal_year_be
        with office.desk("publisher1") as work:
            publish(work, kind, year, document.options.span, document_record(document))
    return app, app.test_client()


@pytest.fixture(scope="module")
def published(served):
    return served[1]


# As bars


@pytest.mark.parametrize("own", ["statistics", "grievances"])
@pytest.mark.parametrize("lang", ["", "en"])
def test_the_bars_have_the_numbers_as_text_and_are_told_in_words(published, own, lang):
    answer = published.get(f"{ROOM}/{own}/2569.svg?lang={lang}")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)  # noqa: S314 -- our own
    rows = (scenes.with_everything() if own == "statistics" else scenes.of_grievances()).rows
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
    found = {
        series: [
            int(text.text.replace(",", ""))
            for text in root.iter(f"{SVG}text")
            if text.get("data-series") == series
        ]
        for series in ("received", "completed")
    }
    assert found["received"] == [row.received for row in rows]
    assert found["completed"] == [row.completed for row in rows]
    told = root.find(f"{SVG}desc").text
    assert all(f"{row.period.label(lang)}: " in told for row in rows)
    assert all(f"{row.received:,}" in told for row in rows)
    assert root.find(f"{SVG}title").text


def test_the_bars_keep_the_proportions_of_their_numbers(published):
    root = ElementTree.fromstring(published.get(f"{ROOM}/statistics/2569.svg").data)  # noqa: S314
    for group in (one for one in root.iter(f"{SVG}g") if one.get("data-period")):
        heights = [float(rect.get("height")) for rect in group.findall(f"{SVG}rect")]
        numbers = [
            int(text.text.replace(",", "")) for text in group.iter(f"{SVG}text")
            if text.get("data-series")
        ]  # fmt: skip
        assert heights == [round(150 * number / 1313, 1) for number in numbers]


def test_the_bars_ask_for_nothing_and_run_nothing(published):
    text = published.get(f"{ROOM}/statistics/2569.svg").text
    for strange in ("<style", "<script", "href", "url(", "style=", "<foreignObject", "@import"):
        assert strange not in text
    assert 'font-family="Sarabun' in text


def test_nothing_of_the_drawing_leaves_its_canvas(served):
    for scene in SCENES:
        rows = scene().rows
        with served[0].test_request_context("/"):
            shown = ShownStatistics(scene(), None, (), ())
            made = drawing_of_bars(sheet_of(shown, "https://sample.go.th/"), rows)
        canvas, chart = made["canvas"], made["chart"]
        for group in chart.groups:
            for bar in group.bars:
                assert 0 < canvas.across(bar.x) < canvas.width
                assert canvas.across(bar.x) + canvas.wide(bar.width) < canvas.width
        assert made["top"] + chart.baseline + 28 < canvas.height or not chart.groups


def test_a_quiet_year_says_its_sentence_in_the_drawing(published):
    text = published.get(f"{ROOM}/statistics/2568.svg").text
    assert ">ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ<" in text
    assert "30 กันยายน 2568<" in text


def test_a_long_sentence_is_parted_into_lines_that_fit():
    english = scenes.quiet().zero.en
    assert " ".join(sentence_lines(english)) == english
    assert max(len(line) for line in sentence_lines(english)) <= 64
    assert sentence_lines("") == []


def test_numbers_too_long_for_their_bars_lean_away_from_each_other(published):
    text = published.get(f"{ROOM}/statistics/2569.svg").text
    for number, anchor in (("1,313", "end"), ("1,312", "start")):
        line = next(one for one in text.splitlines() if f">{number}<" in one)
        assert f'text-anchor="{anchor}"' in line


def test_a_name_is_drawn_as_it_is(served):
    strange = replace(scenes.by_quarter(), agency_name=scenes.STRANGE)
    with served[0].test_request_context("/"):
        sheet = sheet_of(ShownStatistics(strange, None, (), ()), "https://sample.go.th/")
        drawing = drawing_of_bars(sheet, strange.rows)
        made = (
            served[0]
            .jinja_env.get_template("public/statistics_chart.svg")
            .render(lang="th", **drawing)
        )
    root = ElementTree.fromstring(made)  # noqa: S314 -- our own
    assert scenes.STRANGE.th in root.find(f"{SVG}title").text


def test_the_words_of_the_bars_name_every_period(served):
    rows = scenes.rows_of(months(2569)[:2], (1, 2), (1, 0))
    with served[0].test_request_context("/"):
        assert chart_words(rows) == (
            "ตุลาคม 2568: รับใหม่ 1, แล้วเสร็จ 1; พฤศจิกายน 2568: รับใหม่ 2, แล้วเสร็จ 0"
        )
