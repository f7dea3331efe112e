import logging

import pytest

from app.log import AllowListFormatter, describe, log_event

SECRETS = ("ความลับ", "127.0.0.77", "/srv/keys/prongsai.key")


def written(record):
    return AllowListFormatter().format(record)


def record_of(name, message, *args, error=None):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, "/srv/x.py", 1, message, args, exc_info)


@pytest.mark.parametrize("secret", SECRETS)
def test_other_peoples_messages_and_arguments_are_dropped(secret):
    line = written(record_of("_granian", "Invalid request from %s", secret))
    assert line == "level=error event=logger:_granian"


@pytest.mark.parametrize("secret", SECRETS)
def test_an_exception_gives_up_its_type_and_nothing_else(secret):
    try:
        raise ValueError(secret)
    except ValueError as problem:
        line = written(record_of("anything", secret, error=problem))
    assert line == "level=error event=logger:anything error=ValueError"


def test_our_own_line_is_named_so_that_it_can_be_mended():
    from rules.thai_time import parse_date

    with pytest.raises(ValueError) as problem:  # noqa: PT011
        parse_date("99", "99", "9999")
    assert describe(problem.value).startswith("error=ValueError at=rules.thai_time:")


def test_an_event_is_a_word_of_ours(caplog):
    with caplog.at_level(logging.INFO, logger="prongsai"):
        log_event("serving")
    assert written(caplog.records[-1]) == "level=info event=serving"


def test_a_bug_under_a_request_is_logged_by_type_alone(service, caplog, monkeypatch):
    app, _office = service

    def breaks(*_args, **_values):
        raise LookupError("0812345678 นายกรับเงินทอน")

    monkeypatch.setitem(app.view_functions, "healthz", breaks)
    monkeypatch.setitem(app.view_functions, "api_agencies.list_agencies", breaks)
    for address in ("/healthz", "/api/v1/agencies"):
        caplog.clear()
        assert app.test_client().get(address).status_code == 500
        lines = [written(record) for record in caplog.records]
        assert lines == ["level=error event=request_failed error=LookupError"]
