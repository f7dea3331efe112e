import pytest
from flask import Flask

from app.application import UnguardedRoute, refuse_unguarded
from app.database import newest_revision
from tests.serving import make_service


def test_a_route_without_a_guard_stops_the_start():
    app = Flask("app", static_folder=None)
    app.add_url_rule("/open", endpoint="forgotten", view_func=lambda: "")
    with pytest.raises(UnguardedRoute, match="forgotten"):
        refuse_unguarded(app)


def test_every_route_names_its_guard(service):
    app, _office = service
    assert all(view.guard for view in app.view_functions.values())


def test_data_folder_database_and_keys_are_private(service):
    settings = service[0].extensions["prongsai"].settings
    assert settings.data_dir.stat().st_mode & 0o777 == 0o700
    for file in settings.data_dir.rglob("prongsai.*"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_healthz_says_that_the_process_answers(client):
    assert client.get("/healthz").get_json() == {"alive": True}


def test_readyz_names_what_is_missing_and_no_secret(tmp_path):
    app, _office = make_service(tmp_path)
    client = app.test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (
        200,
        {"ready": True, "database": True, "migrations": True, "key_file": True, "disk": True},
    )
    app.extensions["prongsai"].settings.key_file.chmod(0o644)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()["key_file"]) == (503, False)
    assert str(tmp_path) not in answer.text


def test_the_program_ships_its_migrations():
    assert newest_revision()


def test_when_even_the_page_of_a_failure_fails_there_is_an_answer(service, monkeypatch):
    app, _office = service

    def breaks(*_args, **_values):
        raise LookupError("words")

    monkeypatch.setitem(app.view_functions, "healthz", breaks)
    monkeypatch.setattr("web.errors.page", breaks)
    answer = app.test_client().get("/healthz")
    assert answer.status_code == 500
    assert "ระบบขัดข้อง" in answer.text
    assert "words" not in answer.text
    assert answer.headers["Content-Security-Policy"]
