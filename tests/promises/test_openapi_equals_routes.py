"""The document names every route under /api with its methods, and no other."""

import re

from tests.serving import make_service


def test_openapi_equals_routes(tmp_path):
    app, _office = make_service(tmp_path)
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    described = {
        (path, method.upper())
        for path, operations in document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert described == _routes(app)


def _routes(app):
    return {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.endpoint != "api-docs.openapi_json"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
