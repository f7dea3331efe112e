from pathlib import Path

import pytest

from app.settings import Settings, SettingsRefused, is_loopback_host


def read(**given):
    return Settings.from_environment({f"PRONGSAI_{name}": text for name, text in given.items()})


def test_nothing_said_is_one_box_on_this_machine():
    settings = read()
    assert settings.data_dir == Path("var").absolute()
    assert settings.database_url == f"sqlite:///{Path('var/prongsai.db').absolute()}"
    assert settings.key_file == Path("var/keys/prongsai.key").absolute()
    assert (settings.host, settings.port, settings.threads) == ("127.0.0.1", 8000, 8)
    assert settings.local_url == "http://127.0.0.1:8000"


def test_the_database_and_the_keys_follow_the_data_folder():
    settings = read(DATA_DIR="/srv/prongsai")
    assert settings.database_file == Path("/srv/prongsai/prongsai.db")
    assert settings.key_file == Path("/srv/prongsai/keys/prongsai.key")


def test_postgresql_is_spoken_through_psycopg_3():
    settings = read(DATABASE_URL="postgresql://prongsai@db/prongsai")
    assert settings.database_url == "postgresql+psycopg://prongsai@db/prongsai"
    assert settings.database_file is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("PORT", "๘๐๐๐"),
        ("THREADS", "65"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("PUBLIC_URL", "complaints.example.go.th"),
        ("PUBLIC_URL", "ftp://example.go.th"),
        ("PUBLIC_URL", "https://example.go.th/path"),
        ("PUBLIC_URL", "https://name:word@example.go.th"),
        ("DATA_DIRECTORY", "/srv"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(name, text):
    with pytest.raises(SettingsRefused, match=f"PRONGSAI_{name}"):
        read(**{name: text})


def test_a_refusal_never_repeats_a_password():
    with pytest.raises(SettingsRefused) as refused:
        read(DATABASE_URL="mysql://prongsai:very-secret@db/x")
    assert "very-secret" not in str(refused.value)


def test_the_public_address_gives_its_host_and_scheme():
    settings = read(PUBLIC_URL="https://Rongrian.Example.go.th/")
    assert settings.is_https
    assert settings.public_url == "https://Rongrian.Example.go.th"
    assert settings.public_host == "rongrian.example.go.th"


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("127.0.0.1", True), ("127.0.0.77:8000", True), ("localhost", True),
        ("localhost:8000", True), ("::1", True), ("[::1]:8000", True), ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.4", False), ("example.go.th", False), ("localhost.evil.example", False),
        ("", False),
    ],
)  # fmt: skip
def test_loopback_is_this_machine_alone(host, is_loopback):
    assert is_loopback_host(host) is is_loopback
