from service.inputs import FIELD_NAMES

KEY = {"Idempotency-Key": "a-key-made-at-random-for-this-one-complaint"}
ADDRESS = "/api/v1/agencies/sample/complaints"


def words(**more):
    return {"channel": "corruption", "narrative": "ตรวจรับงานขุดลอกคลองทั้งที่ยังขุดไม่เสร็จ"} | more


def test_a_filing_answers_with_a_code_a_number_and_dates(client):
    answer = client.post(ADDRESS, json=words(), headers=KEY)
    assert answer.status_code == 201
    receipt = answer.get_json()
    assert len(receipt["code"].replace(" ", "")) == 20
    assert receipt["legal_received_on"] == "2026-11-23"
    assert receipt["due_on"] == "2026-12-08"
    assert receipt["receipt_no"].endswith("/2570")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_same_key_with_the_same_words_is_the_same_complaint(client):
    headers = {"Idempotency-Key": "b" * 32}
    first = client.post(ADDRESS, json=words(place="หมู่ 4"), headers=headers)
    again = client.post(ADDRESS, json=words(place="หมู่ 4"), headers=headers)
    other = client.post(ADDRESS, json=words(place="หมู่ 5"), headers=headers)
    assert first.get_json() == again.get_json()
    assert other.get_json()["code"] != first.get_json()["code"]
    assert other.get_json()["receipt_no"] != first.get_json()["receipt_no"]


def test_a_key_is_asked_for_and_must_be_long(client):
    assert client.post(ADDRESS, json=words()).status_code == 422
    short = client.post(ADDRESS, json=words(), headers={"Idempotency-Key": "short"})
    assert short.get_json()["fields"]["Idempotency-Key"]["code"] == "wrong_type"


def test_an_unknown_field_is_refused_by_name(client):
    answer = client.post(ADDRESS, json=words(citizen_id="x"), headers=KEY)
    assert answer.status_code == 422
    assert answer.get_json()["fields"]["citizen_id"]["code"] == "unknown_field"


def test_every_problem_says_what_to_do_in_both_languages_and_repeats_no_word(client):
    answer = client.post(ADDRESS, json=words(narrative="ลับมาก" * 5_000), headers=KEY)
    problem = answer.get_json()
    assert answer.content_type == "application/problem+json"
    assert (problem["status"], problem["code"]) == (422, "invalid_input")
    assert "20000" in problem["fields"]["narrative"]["title"]
    assert "20000" in problem["fields"]["narrative"]["title_th"]
    assert "ลับมาก" not in answer.text


def test_what_the_schema_cannot_say_the_service_refuses_in_the_same_form(client):
    answer = client.post(ADDRESS, json=words(category="no such category"), headers=KEY)
    assert answer.status_code == 422
    assert answer.get_json()["fields"]["category"]["code"] == "unknown_choice"


def test_another_sites_page_cannot_file_in_somebodys_name(client):
    for header in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = client.post(ADDRESS, json=words(), headers=KEY | header)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "cross_site")
    same = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert client.post(ADDRESS, json=words(), headers=KEY | same).status_code == 201


def test_a_body_over_the_limit_is_refused_unread(client):
    answer = client.post(
        ADDRESS, data=b"{" + b" " * 600_000, content_type="application/json", headers=KEY
    )
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")


def test_the_head_named_without_an_outward_route_stops_the_filing(client, service):
    holders = _holders(service)
    answer = client.post(ADDRESS, json=words(exclude=[holders["head"]]), headers=KEY)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "no_outward_route")


def test_an_agency_that_is_not_here_is_not_found(client):
    answer = client.post("/api/v1/agencies/nowhere/complaints", json=words(), headers=KEY)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")


def test_the_api_takes_every_field_that_the_form_takes(document):
    fields = set(document["components"]["schemas"]["Filing"]["properties"])
    assert fields == {"channel", *FIELD_NAMES}


def _holders(service):
    from rules.states import Channel
    from service.submit_complaint import filing_form

    with service[1].reporter() as work:
        form = filing_form(work, Channel.CORRUPTION)
    return {holder.post_kind: holder.id for holder in form.holders}
