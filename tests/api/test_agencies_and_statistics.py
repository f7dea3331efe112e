import pytest

from api.schemas import StatisticsSchema
from service.open_data import COLUMNS


def test_the_list_of_agencies_names_the_office_in_both_languages(client):
    answer = client.get("/api/v1/agencies")
    agency = answer.get_json()["agencies"][0]
    assert agency["slug"] == "sample"
    assert agency["name"] == {"th": "เทศบาลตำบลตัวอย่าง", "en": "Sample Subdistrict Municipality"}
    assert agency["corruption_open"] is True
    assert "id" not in agency


def test_one_agency_is_told_like_in_the_list(client):
    one = client.get("/api/v1/agencies/sample").get_json()
    assert one == client.get("/api/v1/agencies").get_json()["agencies"][0]


def test_statistics_balance_in_every_row(client):
    page = client.get("/api/v1/agencies/sample/statistics/2569").get_json()
    assert [row["period"] for row in page["rows"]] == [f"quarter-{n}" for n in (1, 2, 3, 4)]
    for row in (*page["rows"], page["total"]):
        assert tuple(row) and set(row) == set(COLUMNS)
        assert row["carried_forward"] + row["received"] == row["completed"] + row["outstanding"]


def test_a_year_without_complaints_says_so(client):
    page = client.get("/api/v1/agencies/sample/statistics/2569").get_json()
    assert page["no_complaints"]["th"].startswith("ไม่มีเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ")


@pytest.mark.parametrize(
    ("page", "channel"), [("statistics", "corruption"), ("grievances", "grievance")]
)
def test_the_api_and_the_download_are_the_same_numbers(client, page, channel):
    api = client.get(f"/api/v1/agencies/sample/statistics/2569?channel={channel}").get_json()
    download = client.get(f"/sample/disclosure/{page}/2569.json").get_json()
    assert api["channel"] == channel
    assert (api.pop("years"), api.pop("versions")) == ([2570, 2569], [])
    assert api == download


def test_the_whole_answer_is_as_its_schema_says(client):
    told = client.get("/api/v1/agencies/sample/statistics/2569").get_json()
    assert set(told) == set(StatisticsSchema().fields)
    assert StatisticsSchema().validate(told) == {}
    assert [column["name"] for column in told["columns"]] == list(COLUMNS)


def test_a_year_that_has_not_begun_is_not_found(client):
    assert client.get("/api/v1/agencies/sample/statistics/2571").status_code == 404
    assert client.get("/api/v1/agencies/sample/statistics/2400").status_code == 404


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("topic=day", "topic", "unknown_choice"),
        ("channel=both", "channel", "unknown_choice"),
        ("topic=whole&version=0", "version", "wrong_type"),
        ("topic=whole&version=one", "version", "wrong_type"),
        ("version=1", "topic", "required"),
    ],
)
def test_what_names_no_version_is_refused(client, query, field, code):
    answer = client.get(f"/api/v1/agencies/sample/statistics/2569?{query}")
    assert answer.status_code == 422
    assert answer.get_json()["fields"][field]["code"] == code


def test_a_version_that_is_none_is_not_found(client):
    asked = "/api/v1/agencies/sample/statistics/2569?topic=whole&version=1"
    assert client.get(asked).status_code == 404


def test_everything_under_api_is_refused_as_a_problem(client):
    for answer, status, code in (
        (client.get("/api/nothing"), 404, "not_found"),
        (client.get("/api/v1/agencies/nowhere"), 404, "not_found"),
        (client.delete("/api/v1/agencies"), 405, "method_not_allowed"),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (status, code)
        assert answer.content_type == "application/problem+json"
    assert client.delete("/api/v1/agencies").headers["Allow"] == "GET, HEAD, OPTIONS"
