"""One service for all tests that only look at it."""

import pytest

from tests.serving import make_service


@pytest.fixture(scope="session")
def service(tmp_path_factory):
    return make_service(tmp_path_factory.mktemp("app"))


@pytest.fixture
def client(service):
    return service[0].test_client()
