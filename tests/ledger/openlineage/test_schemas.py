"""The schemas of our own facets: published, valid, and refusing what is not meant."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from lineal.ledger.openlineage.facets import OURS, PRODUCER
from tests.ledger.openlineage.official import SCHEMAS, own_validator

# One example of each facet that no event has yet: later features fill them.
EXAMPLES: dict[str, dict[str, Any]] = {
    "LinealModelDatasetFacet": {"name": "churn", "version": 7, "aliases": ["production"]},
    "LinealGateRunFacet": {
        "gates": [{"name": "auc", "verdict": "inconclusive", "value": 0.8, "threshold": 0.9}]
    },
    "LinealPredictionBatchDatasetFacet": {"model": "churn", "version": 7, "count": 1000},
}


def facet(name: str, /, **fields: Any) -> dict[str, Any]:
    return {"_producer": PRODUCER, "_schemaURL": f"{OURS}:{name}", **fields}


@pytest.mark.parametrize("name", sorted(path.stem for path in SCHEMAS.glob("*.json")))
def test_a_schema_is_found_by_the_url_in_the_facet(name: str) -> None:
    """The id, the title and the name of the file agree."""
    own_validator(f"{OURS}:{name}")
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())

    assert (f"{OURS}:{name}", name) == (schema["$id"], schema["title"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_facets_to_come_are_described(name: str) -> None:
    """Whoever reads our events can prepare for them."""
    own_validator(f"{OURS}:{name}").validate(facet(name, **EXAMPLES[name]))


def test_a_verdict_of_no_known_word_is_refused() -> None:
    """A gate passes, fails, or cannot tell."""
    gates = facet("LinealGateRunFacet", gates=[{"name": "auc", "verdict": "maybe"}])
    with pytest.raises(jsonschema.ValidationError, match="'maybe' is not one of"):
        own_validator(gates["_schemaURL"]).validate(gates)
