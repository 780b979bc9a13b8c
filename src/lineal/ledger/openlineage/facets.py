"""The facets we speak in: OpenLineage's own by their published schemas, and ours. Pure.

Ours are those for which the standard has no words. Their schemas are in ``schemas/``; the
``_schemaURL`` of such a facet is the ``$id`` of its schema: a URN, since it names no host that
would have to answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.base.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

Facet = dict[str, Any]

PRODUCER = f"urn:lineal:{__version__}"
EVENT_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
OURS = "urn:lineal:openlineage:facets:1-0-0"
_STANDARD = "https://openlineage.io/spec/facets"
# The version of the schema that we follow, by the name of the facet.
_VERSIONS = {
    "ColumnLineageDatasetFacet": "1-2-0",
    "DatasetVersionDatasetFacet": "1-0-1",
    "EnvironmentVariablesRunFacet": "1-0-0",
    "ErrorMessageRunFacet": "1-0-1",
    "ExecutionParametersRunFacet": "1-0-0",
    "InputStatisticsInputDatasetFacet": "1-0-0",
    "JobTypeJobFacet": "2-0-4",
    "NominalTimeRunFacet": "1-0-1",
    "OutputStatisticsOutputDatasetFacet": "1-0-2",
    "OwnershipJobFacet": "1-0-1",
    "ParentRunFacet": "1-2-0",
    "ProcessingEngineRunFacet": "1-1-1",
    "SourceCodeJobFacet": "1-0-1",
    "SourceCodeLocationJobFacet": "1-1-0",
}
_ENGINE = "lineal"
#: What our stages are to those who group jobs by what runs them.
INTEGRATION = "LINEAL"


def standard(name: str, /, **fields: object) -> Facet:
    """What is None is left out."""
    url = f"{_STANDARD}/{_VERSIONS[name]}/{name}.json#/$defs/{name}"
    return {"_producer": PRODUCER, "_schemaURL": url, **_given(fields)}


def own(name: str, /, **fields: object) -> Facet:
    return {"_producer": PRODUCER, "_schemaURL": f"{OURS}:{name}", **_given(fields)}


def engine() -> Facet:
    return standard("ProcessingEngineRunFacet", version=__version__, name=_ENGINE)


def job_type(kind: str) -> Facet:
    return standard(
        "JobTypeJobFacet", processingType="BATCH", integration=INTEGRATION, jobType=kind
    )


def parent(run_id: str, namespace: str, name: str) -> Facet:
    job = {"namespace": namespace, "name": name}
    root = {"run": {"runId": run_id}, "job": job}
    return standard("ParentRunFacet", run={"runId": run_id}, job=job, root=root)


def error(message: str) -> Facet:
    return standard("ErrorMessageRunFacet", message=message, programmingLanguage="shell")


def parameters(values: Mapping[str, Any]) -> Facet:
    """The standard one holds words only; ours beside it has the values as they are."""
    listed = [{"key": key, "value": _word(value)} for key, value in values.items()]
    return standard("ExecutionParametersRunFacet", parameters=listed)


def variables(values: Mapping[str, str]) -> Facet:
    listed = [{"name": name, "value": value} for name, value in sorted(values.items())]
    return standard("EnvironmentVariablesRunFacet", environmentVariables=listed)


def owners(*names: str) -> Facet:
    return standard("OwnershipJobFacet", owners=[{"name": name} for name in names])


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _given(fields: Mapping[str, Any]) -> Facet:
    return {key: value for key, value in fields.items() if value is not None}
