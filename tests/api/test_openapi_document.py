"""The whole document, asked whatever it allows and forbids: no failure, no answer beside it.

Other questions in every run; PRONGSAI_TEST_QUESTIONS asks for more of them.
"""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as openapi_checks

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]
QUESTIONS = int(os.environ.get("PRONGSAI_TEST_QUESTIONS", "50"))
FEW = settings(
    max_examples=QUESTIONS,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session")
def operations(service):
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", service[0])
    return {one.label: one for one in (r.ok() for r in described.get_all_operations())}


@pytest.mark.timeout(600)
def test_every_answer_to_what_the_document_allows_is_in_the_document(operations):
    answered = {label: _ask(one, GenerationMode.POSITIVE) for label, one in operations.items()}
    assert answered["GET /api/v1/agencies"] == {200}
    assert {200, 404} <= answered["GET /api/v1/agencies/{slug}"]
    assert {201, 404, 422} <= answered["POST /api/v1/agencies/{slug}/complaints"]
    assert len(answered) == 4


@pytest.mark.timeout(600)
def test_every_answer_to_what_the_document_forbids_is_in_the_document(operations):
    # Any text is an address, so only bodies, headers, numbers and queries can be wrong.
    for label, wrong in (
        ("POST /api/v1/agencies/{slug}/complaints", 422),
        ("GET /api/v1/agencies/{slug}/statistics/{fiscal_year_be}", 404),
    ):
        assert wrong in _ask(operations[label], GenerationMode.NEGATIVE)


def _ask(operation, mode):
    statuses = set()

    @FEW
    @given(case=operation.as_strategy(generation_mode=mode), here=st.booleans())
    def ask(case, here):
        if here and case.path_parameters:
            case.path_parameters["slug"] = "sample"
        answer = case.call_and_validate(headers={"Accept-Encoding": "identity"}, checks=CHECKS)
        statuses.add(answer.status_code)

    ask()
    return statuses


def test_it_is_openapi_3_1_and_hides_nothing_behind_a_default(document):
    assert document["openapi"] == "3.1.0"
    for path in document["paths"].values():
        for method, operation in path.items():
            if method == "parameters":
                continue
            assert "default" not in operation["responses"]
            assert {"500", "503"} <= set(operation["responses"])


def test_every_text_that_may_be_sent_has_a_greatest_length(document):
    texts = {
        name: one
        for name, one in document["components"]["schemas"]["Filing"]["properties"].items()
        if one.get("type") == "string" and "enum" not in one
    }
    assert texts and all(one.get("maxLength") for one in texts.values())


def test_a_page_of_data_needs_no_header(document):
    assert "X-Pagination" not in str(document)
