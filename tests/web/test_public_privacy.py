"""The privacy notice in public: found from where one reports, light, sound, and on paper."""

import gzip
import re

import pytest

from rules.words.privacy import HEADINGS, TITLE
from service.privacy_settings import save_privacy_contact
from tests.pdf_reading import squeezed, words_read
from tests.serving import make_service
from tests.strict_html import StrictPage

NOTICE = "/sample/disclosure/privacy"
OWN = "สำเนาสำรองเก็บ 30 วัน <script>alert(1)</script>"


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    app, office = make_service(tmp_path_factory.mktemp("privacy"))
    typed = {"officer_post": "หัวหน้าสำนักปลัด", "email": "dpo@sample.go.th", "extra_th": OWN}
    with office.desk("admin1") as work:
        save_privacy_contact(work, typed)
    return app.test_client()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_it_is_sound_has_one_title_and_every_section(public, lang):
    answer = public.get(NOTICE, query_string={"lang": lang})
    page = StrictPage(answer.text)
    assert answer.status_code == 200 and page.problems == [] and page.foreign == set()
    assert len(page.all("h1")) == 1 and TITLE.in_(lang) in answer.text
    leads = {link.attributes["href"] for link in page.all("a")}
    for anchor, heading in HEADINGS.items():
        assert f'id="{anchor}"' in answer.text and f"#{anchor}" in leads
        assert heading.in_(lang) in answer.text


def test_it_sets_no_cookie_runs_no_script_and_weighs_little(public):
    answer = public.get(NOTICE)
    assert "Set-Cookie" not in answer.headers and "<script" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(gzip.compress(answer.data, 6)) <= 8_000


def test_the_offices_own_words_are_words_alone(public):
    page = public.get(NOTICE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "หัวหน้าสำนักปลัด" in page and "dpo@sample.go.th" in page
    english = public.get(f"{NOTICE}?lang=en").text
    assert re.search(r'class="own-words" lang="th"', english)


@pytest.mark.parametrize(
    "path", ["/sample/", "/sample/r/", "/sample/g/", "/sample/f/", "/sample/disclosure/", NOTICE]
)
def test_it_is_one_step_from_where_one_reports(public, path):
    for lang, query in (("th", ""), ("en", "?lang=en")):
        links = StrictPage(public.get(path, query_string={"lang": lang}).text).all("a")
        assert NOTICE + query in {link.attributes["href"] for link in links}


@pytest.mark.parametrize("lang", ["th", "en"])
def test_it_is_good_on_paper_with_the_day_on_which_it_was_true(public, lang):
    answer = public.get(f"{NOTICE}.pdf", query_string={"lang": lang})
    assert answer.data.startswith(b"%PDF") and answer.mimetype == "application/pdf"
    words = words_read(answer.data)
    day = {"th": "23 พฤศจิกายน 2569", "en": "23 November 2026"}[lang]
    headings = (one.in_(lang) for one in HEADINGS.values())
    for said in (TITLE.in_(lang), day, "dpo@sample.go.th", *headings):
        assert squeezed(said) in words
    known = {"If-None-Match": answer.headers["ETag"]}
    again = public.get(f"{NOTICE}.pdf", query_string={"lang": lang}, headers=known)
    assert again.status_code == 304
