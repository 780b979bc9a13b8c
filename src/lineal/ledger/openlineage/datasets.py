"""What executions used and made, as the datasets of run events. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lineal.ledger.openlineage.facets import own, standard
from lineal.ledger.openlineage.naming import dataset_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.ledger.openlineage.naming import Home

Dataset = dict[str, Any]

_MD5_DIGITS = 32


def inputs_of(home: Home, payload: Mapping[str, Any]) -> list[Dataset]:
    return [
        {**_dataset(home, edge), **_measured(edge, "input", "InputStatisticsInputDatasetFacet")}
        for edge in payload.get("uses") or ()
    ]


def outputs_of(home: Home, payload: Mapping[str, Any]) -> list[Dataset]:
    columns = list(payload.get("columns") or ())
    return [
        {
            **_dataset(home, edge, _lineage(home, edge, columns)),
            **_measured(edge, "output", "OutputStatisticsOutputDatasetFacet"),
        }
        for edge in payload.get("makes") or ()
    ]


def _dataset(home: Home, edge: Mapping[str, Any], more: Dataset | None = None) -> Dataset:
    namespace, name = dataset_of(home, edge["path"])
    oid = edge["oid"]
    facets = {
        "version": standard("DatasetVersionDatasetFacet", datasetVersion=oid),
        "lineal_artifact": own(
            "LinealArtifactDatasetFacet",
            path=edge["path"],
            oid=oid,
            algorithm="md5" if len(oid.removesuffix(".dir")) == _MD5_DIGITS else None,
            role=edge.get("role"),
            size=edge.get("size"),
            files=edge.get("nfiles"),
        ),
        **(more or {}),
    }
    return {"namespace": namespace, "name": name, "facets": facets}


def _measured(edge: Mapping[str, Any], side: str, facet: str) -> Dataset:
    size, files = edge.get("size"), edge.get("nfiles")
    if size is None:
        return {}
    statistics = standard(facet, size=size, fileCount=files if files is not None else 1)
    return {f"{side}Facets": {f"{side}Statistics": statistics}}


def _lineage(home: Home, edge: Mapping[str, Any], columns: Iterable[Mapping[str, Any]]) -> Dataset:
    """Which columns of what was used each column of this was computed from."""
    fields: dict[str, Dataset] = {}
    for each in columns:
        source, target = each["from"], each["to"]
        if (target["path"], target["oid"]) != (edge["path"], edge["oid"]):
            continue
        namespace, name = dataset_of(home, source["path"])
        field = fields.setdefault(target["column"], {"inputFields": []})
        field["inputFields"].append(
            {
                "namespace": namespace,
                "name": name,
                "field": source["column"],
                "transformations": [_transformation(each.get("how", ""))],
            }
        )
    return {"columnLineage": standard("ColumnLineageDatasetFacet", fields=fields)} if fields else {}


def _transformation(how: str) -> Dataset:
    return {"type": "DIRECT", **({"description": how} if how else {})}
