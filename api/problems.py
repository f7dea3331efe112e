"""Refusals as `application/problem+json` (RFC 9457), under the codes of `service.errors`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from apispec import APISpec
from flask import Response
from flask_smorest import Blueprint
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from api.schemas import FilingSchema, ProblemSchema
from rules.words import ERRORS, FIELD_ERRORS, Words
from service.errors import InvalidInput, ServiceError
from service.inputs import first_problems, greatest_lengths

PROBLEM_JSON: Final = "application/problem+json"
_LIMITS: Final = greatest_lengths(FilingSchema())
_CODE_OF_STATUS: Final = {
    400: "invalid_input",
    404: "not_found",
    405: "method_not_allowed",
    408: "too_slow",
    413: "too_large",
    415: "invalid_input",
    422: "invalid_input",
    429: "too_many_tries",
    503: "busy",
}


def answer_problem(error: Exception) -> Response:
    """The answer to any error; 500 for what is neither a refusal of ours nor of HTTP."""
    if isinstance(error, InvalidInput):
        return _answer(error.status, error.code, fields=error.fields, limits=error.limits)
    if isinstance(error, ServiceError):
        return _answer(error.status, error.code)
    if isinstance(error, HTTPException) and error.code is not None:
        return _answer_http(error)
    return _answer(500, "internal")


def is_a_bug(error: Exception) -> bool:
    """Whether the error is neither a refusal of ours nor of HTTP, and so must be logged."""
    return not isinstance(error, ServiceError | HTTPException)


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    fallback = "invalid_input" if status < 500 else "internal"
    code = _CODE_OF_STATUS.get(status, fallback)
    response = _answer(status, code, fields=_fields_of(error), limits=_LIMITS)
    allowed = getattr(error, "valid_methods", None)
    if status == 405 and allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _fields_of(error: HTTPException) -> dict[str, str]:
    # webargs hangs marshmallow's messages on the exception, by the place they were read from.
    cause = getattr(error, "exc", None)
    if not isinstance(cause, ValidationError):
        return {}
    messages = cause.normalized_messages()
    fields: dict[str, str] = {}
    for place in messages.values():
        if isinstance(place, Mapping):
            fields |= first_problems(ValidationError(dict(place)))
    return {name: code if code in FIELD_ERRORS else "wrong_type" for name, code in fields.items()}


def _answer(
    status: int,
    code: str,
    *,
    fields: Mapping[str, str] | None = None,
    limits: Mapping[str, int] | None = None,
) -> Response:
    words = ERRORS[code]
    problem: dict[str, Any] = {
        "type": f"urn:prongsai:problem:{code}",
        "title": words.en,
        "title_th": words.th,
        "status": status,
        "code": code,
    }
    if fields:
        problem["fields"] = {
            name: _field(FIELD_ERRORS[one], one, (limits or {}).get(name))
            for name, one in fields.items()
        }
    body = json.dumps(problem, ensure_ascii=False)
    return Response(body, status, content_type=PROBLEM_JSON)


def _field(words: Words, code: str, limit: int | None) -> dict[str, str]:
    return {
        "code": code,
        "title": words.en.replace("{limit}", str(limit or "")),
        "title_th": words.th.replace("{limit}", str(limit or "")),
    }


def document(spec: APISpec) -> None:
    """Add one named response per status to the document."""
    for status in sorted({*_CODE_OF_STATUS, 403, 409, 500}):
        code = _CODE_OF_STATUS.get(status, {403: "not_allowed"}.get(status, "internal"))
        spec.components.response(
            _name(status),
            {
                "description": "The state of things forbids it; `code` says which."
                if status == 409
                else ERRORS[code].en,
                "content": {PROBLEM_JSON: {"schema": ProblemSchema}},
            },
        )


def refuses(blueprint: Blueprint, statuses: Iterable[int]) -> Any:
    """A decorator that documents these refusals of a view, and those that any view has."""

    def decorate(view: Any) -> Any:
        for status in sorted({*statuses, 500, 503}):
            view = blueprint.alt_response(status, _name(status))(view)
        return view

    return decorate


def _name(status: int) -> str:
    return f"Problem{status}"
