"""The API as OpenAPI 3.1 describes it: the signature decides what a row is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.serving.checking import LARGEST_INTEGER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lineal.bundle.format import Decision, Input

Schema = dict[str, Any]

_JSON = "application/json"
_PROBLEM: Schema = {
    "type": "object",
    "required": ["row", "field", "expected", "got"],
    "properties": {
        "row": {"type": ["integer", "null"], "description": "Counts from 0."},
        "field": {"type": ["string", "null"]},
        "expected": {"type": "string"},
        "got": {"type": "string"},
    },
}
_ERROR: Schema = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "problems": {"type": "array", "items": {"$ref": "#/components/schemas/Problem"}},
                "unlisted": {"type": "integer", "description": "Further problems, not listed."},
            },
        }
    },
}
_FAILURES = {
    "400": "No JSON.",
    "401": "No token, or another one.",
    "413": "Too large.",
    "415": "Another content type than application/json.",
    "422": "Rows that do not fit the signature: every problem is named.",
    "503": "No receipt can be written, so nothing is answered.",
}


def description_of(
    *,
    model: str,
    version: str,
    inputs: Sequence[Input],
    decision: Decision,
    example: Mapping[str, Any] | None,
    most_rows: int,
    token: bool,
) -> Schema:
    """``example`` is a row; without one the description has none."""
    schemas = _schemas(inputs, decision, most_rows)
    described: Schema = {
        "openapi": "3.1.0",
        "info": {"title": f"Predictions of {model}", "version": version},
        "paths": _paths(example, token=token),
        "components": {"schemas": schemas},
    }
    if token:
        described["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return described


def row_schema(inputs: Sequence[Input]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in inputs if not one.nullable],
        "properties": {one.name: _field(one) for one in inputs},
    }


def _field(one: Input) -> Schema:
    kinds: dict[str, Schema] = {
        "number": {"type": "number"},
        "integer": {"type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER},
        "text": {"type": "string"} if one.nullable else {"type": "string", "minLength": 1},
        "boolean": {"type": "boolean"},
    }
    field = kinds[one.kind]
    return {**field, "type": [field["type"], "null"]} if one.nullable else field


def _schemas(inputs: Sequence[Input], decision: Decision, most_rows: int) -> Schema:
    said: Schema = {
        "id": {"type": "string", "format": "uuid", "description": "Names the receipt."},
        "score": {"type": "number"},
        "decision": {
            "enum": [decision.positive, decision.negative],
            "description": f"The first at a score of at least {decision.threshold!r}.",
        },
    }
    version = {"type": "string"}
    rows = {"type": "array", "maxItems": most_rows, "items": _ref("Row")}
    return {
        "Row": row_schema(inputs),
        "Rows": _object({"rows": rows}, closed=True),
        "Prediction": _object({**said, "version": version}),
        "Predictions": _object(
            {"predictions": {"type": "array", "items": _object(said)}, "version": version}
        ),
        "Problem": _PROBLEM,
        "Error": _ERROR,
    }


def _object(properties: Schema, *, closed: bool = False) -> Schema:
    made: Schema = {"type": "object", "required": list(properties), "properties": properties}
    return {**made, "additionalProperties": False} if closed else made


def _paths(example: Mapping[str, Any] | None, *, token: bool) -> Schema:
    many = None if example is None else {"rows": [example]}
    return {
        "/predict": _post("Predict one row.", "predict", "Row", "Prediction", example, token),
        "/batch_predict": _post(
            "Predict rows.", "batchPredict", "Rows", "Predictions", many, token
        ),
        "/health": _get("Whether the process is alive.", "health", _JSON),
        "/ready": _get("Whether it can answer: 503 where not.", "ready", _JSON),
        "/metrics": _get("Counts for Prometheus.", "metrics", "text/plain"),
    }


def _post(
    summary: str,
    name: str,
    taken: str,
    given: str,
    example: Mapping[str, Any] | None,
    token: bool,  # noqa: FBT001  one row of a table
) -> Schema:
    body: Schema = {"schema": _ref(taken)}
    if example is not None:
        body["example"] = example
    good = {"description": "Done.", "content": {_JSON: {"schema": _ref(given)}}}
    failed = {
        status: {"description": text, "content": {_JSON: {"schema": _ref("Error")}}}
        for status, text in _FAILURES.items()
        if token or status != "401"
    }
    post: Schema = {
        "operationId": name,
        "summary": summary,
        "requestBody": {"required": True, "content": {_JSON: body}},
        "responses": {"200": good, **failed},
    }
    if token:
        post["security"] = [{"token": []}]
    return {"post": post}


def _get(summary: str, name: str, content: str) -> Schema:
    good = {"description": "Done.", "content": {content: {}}}
    return {"get": {"operationId": name, "summary": summary, "responses": {"200": good}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
