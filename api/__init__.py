"""The JSON edge: resources under /api/v1, described by an OpenAPI document made from them."""

from typing import Any, Final

from apispec import APISpec
from flask import Flask
from flask_smorest import Api

from api.guards import guarded
from api.schemas import ProblemSchema, without_python_anchors

PREFIX: Final = "/api"
VERSION: Final = "1"


class DocumentedApi(Api):
    """flask-smorest with our problems in the document, and our own way to answer them."""

    ERROR_SCHEMA = ProblemSchema
    # Each resource documents its own refusals, so there is no catch-all to hide behind.
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """None of smorest's: `app` asks `api.problems` for whatever happens under /api."""


def register(app: Flask) -> None:
    """Add the resources and their OpenAPI document to the app."""
    from api import agencies, complaints, problems, statistics

    app.config.update(
        API_TITLE="Prongsai",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=f"{PREFIX}/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    documented = DocumentedApi(app, spec_kwargs={"info": _about()})
    problems.document(documented.spec)
    for resource in (agencies, complaints, statistics):
        documented.register_blueprint(resource.blueprint, url_prefix=f"{PREFIX}/v1")
    _guard_document(app)
    _mend_document(documented.spec)


def _about() -> dict[str, Any]:
    return {
        "description": "Complaints about corruption and grievances of Thai local governments. "
        "Fiscal years are counted in the Buddhist era; days are ISO 8601, Common Era.",
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }


def _guard_document(app: Flask) -> None:
    endpoint = "api-docs.openapi_json"
    app.view_functions[endpoint] = guarded("public")(app.view_functions[endpoint])


def _mend_document(spec: APISpec) -> None:
    for schema in spec.components.schemas.values():
        without_python_anchors(schema)
