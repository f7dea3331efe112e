"""One service for all tests of the API: each asks for answers, none for an empty database."""

import pytest

from tests.serving import make_service


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("api"))


@pytest.fixture
def client(service):
    return service[0].test_client()


@pytest.fixture(scope="session")
def document(service):
    return service[0].test_client().get("/api/v1/openapi.json").get_json()
