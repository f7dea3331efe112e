"""Every answer carries the headers, whatever it answers."""

import pytest

from app.headers import ALWAYS, WITH_SCRIPT
from tests.serving import make_service

ADDRESSES = (
    "/sample/",
    "/sample/disclosure/statistics",
    "/sample/disclosure/statistics/2569.csv",
    "/api/v1/agencies",
    "/api/v1/openapi.json",
    "/api/nothing",
    "/nowhere/at/all",
    "/healthz",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_them(client, address):
    answer = client.get(address)
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    # Open data alone has a tag, the digest of its numbers: the same for everybody.
    assert ("ETag" in answer.headers) == address.endswith(".csv")
    assert "Last-Modified" not in answer.headers


def test_the_page_to_sign_in_may_run_a_script_of_ours_and_differs_in_nothing_else(client):
    answer = client.get("/desk/sign-in")
    due = ALWAYS | {"Content-Security-Policy": WITH_SCRIPT}
    assert {name: answer.headers[name] for name in due} == due
    assert "unsafe" not in WITH_SCRIPT and "http" not in WITH_SCRIPT


def test_nothing_inline_and_nothing_foreign_is_allowed():
    policy = ALWAYS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    for closed in ("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert closed in policy


@pytest.mark.parametrize("address", ["/sample/", "/api/v1/agencies", "/nowhere/", "/readyz"])
def test_pages_and_answers_are_kept_by_nobody(client, address):
    assert client.get(address).headers["Cache-Control"] == "no-store"


def test_open_data_may_be_kept_for_a_moment(client):
    answer = client.get("/sample/disclosure/statistics/2569.json")
    assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_https_is_remembered_only_where_https_is_spoken(service, tmp_path):
    plain = service[0].test_client().get("/healthz")
    assert "Strict-Transport-Security" not in plain.headers
    app, _office = make_service(tmp_path, public_url="https://sample.go.th")
    client = app.test_client()
    secure = client.get("/healthz", headers={"Host": "sample.go.th"})
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    onion = client.get("/healthz", headers={"Host": "abcdef.onion"})
    assert "Strict-Transport-Security" not in onion.headers


def test_only_the_public_host_counts_as_https(tmp_path):
    app, _office = make_service(tmp_path, public_url="https://sample.go.th")
    client = app.test_client()
    seen = {
        host: client.get("/desk/sign-in", headers={"Host": host, "X-Forwarded-Proto": "https"})
        for host in ("sample.go.th", "10.0.0.4:8000", "localhost:8000")
    }
    assert seen["sample.go.th"].status_code == 200
    assert seen["10.0.0.4:8000"].status_code == 403
    assert seen["localhost:8000"].status_code == 200
