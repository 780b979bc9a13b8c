"""Events as another system sends them."""

from __future__ import annotations

from typing import Any

RUN_ID = "019c13ec-a9b8-7000-8bf0-06a8962d90aa"


def event(kind: str, *, second: int = 0, **more: Any) -> dict[str, Any]:
    """Of a job of Spark, within the minute before noon, when histories of builders begin."""
    return {
        "eventType": kind,
        "eventTime": f"2026-01-31T11:59:{second:02}.000Z",
        "producer": "https://example.org/spark",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
        "run": {"runId": RUN_ID},
        "job": {"namespace": "spark", "name": "etl"},
        **more,
    }


def dataset(namespace: str, name: str, version: str | None = None, **facets: Any) -> dict[str, Any]:
    said = {} if version is None else {"version": {"datasetVersion": version}}
    return {"namespace": namespace, "name": name, "facets": {**said, **facets}}
