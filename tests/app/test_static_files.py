import gzip
import re


def test_an_address_with_its_version_may_be_kept_for_a_year(client):
    page = client.get("/sample/disclosure/").text
    address = re.search(r'href="(/static/public\.css\?v=[0-9a-f]{12})"', page).group(1)
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "text/css; charset=utf-8"


def test_an_address_without_it_or_with_an_older_one_is_kept_for_minutes(client):
    for address in ("/static/public.css", "/static/public.css?v=000000000000"):
        assert client.get(address).headers["Cache-Control"] == "public, max-age=300"


def test_it_comes_compressed_to_who_can_open_it(client):
    plain = client.get("/static/public.css", headers={"Accept-Encoding": "identity"})
    small = client.get("/static/public.css", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(small.data) == plain.data
    assert len(small.data) < len(plain.data) / 2


def test_what_is_not_there_is_not_found(client):
    for address in ("/static/none.css", "/static/../pages.py", "/static/%2e%2e/pages.py"):
        assert client.get(address).status_code == 404


def test_pages_come_compressed_and_alike_each_time(client):
    first, again = (
        client.get("/sample/disclosure/guideline", headers={"Accept-Encoding": "gzip, br"})
        for _ in range(2)
    )
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.data == again.data
    assert int(first.headers["Content-Length"]) == len(first.data)
    assert "html" in gzip.decompress(first.data).decode()


def test_a_small_answer_is_not_made_larger(client):
    answer = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_json() == {"alive": True}
