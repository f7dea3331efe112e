"""Every refusal is a page and a problem, in two languages, and repeats nothing that was typed."""

import inspect
import json
import re

import pytest
from werkzeug import exceptions

from rules.words import ERRORS, FIELD_ERRORS
from service import errors
from service.errors import InvalidInput, ServiceError
from tests.serving import make_service
from tests.strict_html import StrictPage

PAGE, PROBLEM = "/sample/disclosure/guideline", "/api/v1/agencies"
VIEWS = {PAGE: "public.guideline", PROBLEM: "api_agencies.list_agencies"}
FILING = "/api/v1/agencies/sample/complaints"
KEY = {"Idempotency-Key": "0123456789abcdef" * 2}
TYPED = "0812345678 ครูสมศรี"
HTTP = {
    404: "not_found", 405: "method_not_allowed", 413: "too_large", 429: "too_many_tries",
    503: "busy", 500: "internal",
}  # fmt: skip
"""What werkzeug itself may raise, and under which code it is answered by both edges."""


def every_error(kind=ServiceError):
    """The error and all that descend from it; one without a code of its own is its parent's."""
    children = [child for child in kind.__subclasses__() if "code" in vars(child)]
    return [kind, *(one for child in children for one in every_error(child))]


ERROR_KINDS = every_error()


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("errors"))[0]


@pytest.fixture
def raising(app, monkeypatch):
    """Answers of both edges while their views raise this error."""

    def ask(error, lang="th"):
        def view(**_values):
            raise error

        for endpoint in VIEWS.values():
            monkeypatch.setitem(app.view_functions, endpoint, view)
        client = app.test_client()
        return [client.get(address, query_string={"lang": lang}) for address in (PAGE, PROBLEM)]

    return ask


def made(kind):
    return (
        kind({"narrative": "too_long"}, limits={"narrative": 7}) if kind is InvalidInput else kind()
    )


# The tree


def test_every_error_stands_in_the_one_tree():
    declared = {one for _, one in inspect.getmembers(errors, inspect.isclass)}
    declared = {one for one in declared if one.__module__ == "service.errors"}
    assert declared == set(ERROR_KINDS)


def test_every_code_is_stable_and_means_one_thing():
    codes = [kind.code for kind in ERROR_KINDS]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("[a-z_]+", code) for code in codes)
    assert all(400 <= kind.status <= 503 for kind in ERROR_KINDS)


def test_every_error_has_words_and_no_words_are_left_over():
    said_without_an_error = {"method_not_allowed", "too_slow"}
    assert {kind.code for kind in ERROR_KINDS} | said_without_an_error == set(ERRORS)
    for words in ERRORS.values():
        assert words.th and words.en


# Dressed


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("kind", ERROR_KINDS, ids=lambda kind: kind.code)
def test_every_error_is_a_page(raising, kind, lang):
    page, _problem = raising(made(kind), lang)
    assert page.status_code == kind.status
    assert page.mimetype == "text/html"
    read = StrictPage(page.text)
    assert read.problems == []
    assert read.all("html")[0].attributes["lang"] == lang
    told = " ".join(read.all("main")[0].words.split())
    assert ERRORS[kind.code].in_(lang) in told
    assert ERRORS[kind.code].in_("en" if lang == "th" else "th") not in told
    assert len(read.all("a")) >= 2, "a way on"


@pytest.mark.parametrize("kind", ERROR_KINDS, ids=lambda kind: kind.code)
def test_every_error_is_a_problem(raising, kind):
    _page, problem = raising(made(kind))
    assert problem.status_code == kind.status
    assert problem.mimetype == "application/problem+json"
    told = json.loads(problem.text)
    assert told["status"] == kind.status
    assert told["code"] == kind.code
    assert told["type"].endswith(kind.code)
    assert (told["title_th"], told["title"]) == ERRORS[kind.code]


@pytest.mark.parametrize("code", FIELD_ERRORS)
def test_every_field_problem_is_said_in_both_languages(raising, code):
    refused = InvalidInput({"narrative": code}, limits={"narrative": 7})
    told = json.loads(raising(refused)[1].text)["fields"]["narrative"]
    assert told["code"] == code
    for name, words in (("title_th", FIELD_ERRORS[code].th), ("title", FIELD_ERRORS[code].en)):
        assert told[name] == words.replace("{limit}", "7")


# What Flask says by itself


@pytest.mark.parametrize("status", HTTP)
def test_what_flask_raises_is_dressed_too(raising, status):
    page, problem = raising(exceptions.default_exceptions[status](TYPED))
    code = HTTP[status]
    assert (page.status_code, problem.status_code) == (status, status)
    assert ERRORS[code].th in page.text
    assert json.loads(problem.text)["code"] == code
    assert TYPED not in page.text + problem.text


@pytest.mark.parametrize("status", sorted(exceptions.default_exceptions))
def test_no_status_is_left_without_an_answer(raising, status):
    page, problem = raising(exceptions.default_exceptions[status](TYPED))
    assert page.status_code == problem.status_code == status
    assert page.mimetype == "text/html"
    assert problem.mimetype == "application/problem+json"
    assert TYPED not in page.text + problem.text


@pytest.mark.parametrize("address", ["/sample/nothing", "/api/nothing", "/api/v1/agencies/none"])
def test_what_is_not_there(app, address):
    answer = app.test_client().get(address)
    assert answer.status_code == 404
    assert ERRORS["not_found"].th in answer.text


@pytest.mark.parametrize("address", ["/sample/", "/api/v1/agencies"])
def test_the_wrong_method(app, address):
    answer = app.test_client().delete(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert ERRORS["method_not_allowed"].th in answer.text


@pytest.mark.parametrize("address", ["/sample/r/check", FILING])
def test_a_body_too_large(app, address):
    kind = "application/json" if address == FILING else "application/x-www-form-urlencoded"
    answer = app.test_client().post(
        address, data='{"narrative":"' + "x" * 3_000_000, content_type=kind, headers=KEY
    )
    assert answer.status_code == 413
    assert ERRORS["too_large"].th in answer.text
    assert "xxx" not in answer.text


def test_a_bug_of_ours_tells_nothing(raising):
    for answer, kind in zip(
        raising(LookupError(TYPED)), ("text/html", "application/problem+json"), strict=True
    ):
        assert (answer.status_code, answer.mimetype) == (500, kind)
        assert ERRORS["internal"].th in answer.text
        assert TYPED not in answer.text
        assert "LookupError" not in answer.text


# What was typed


@pytest.mark.parametrize("kind", ERROR_KINDS, ids=lambda kind: kind.code)
def test_no_error_can_carry_what_was_typed(kind):
    """An error may be logged: its text is its code or nothing."""
    assert str(made(kind)) in ("", kind.code)
    if kind is not InvalidInput:
        assert kind.__init__ is Exception.__init__ or kind.__init__ is ServiceError.__init__


def test_a_problem_names_the_field_and_not_its_content(app):
    words = {"narrative": "", "channel": "corruption", "contact_phone": TYPED * 30}
    answer = app.test_client().post(FILING, json=words, headers=KEY)
    assert answer.status_code == 422
    assert set(answer.get_json()["fields"]) == {"narrative", "contact_phone"}
    assert TYPED not in answer.text
