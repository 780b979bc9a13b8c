"""What ``lineal.yaml`` may say of endpoints."""

from __future__ import annotations

import pytest

from lineal.base.errors import ConfigError
from lineal.ledger.endpoints import Endpoint, endpoints_of


def test_an_endpoint_names_a_model_and_the_rest_is_as_usual() -> None:
    """Production is what is served."""
    found = endpoints_of({"purchase": {"model": "purchase", "port": 8001}})
    assert {"purchase": Endpoint("purchase", "production", port=8001)} == found


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"alias": "production"}, "'endpoints.p' is to name a model"),
        ("purchase", "'endpoints.p' is to name a model"),
        ({"model": "m", "prot": 1}, "unknown setting 'endpoints.p.prot'; did you mean 'port'"),
        ({"model": "m", "port": "80"}, "'endpoints.p.port' is to be a number up to 65535"),
        ({"model": "m", "workers": True}, "'endpoints.p.workers' is to be a number"),
        ({"model": "m", "host": 5}, "'endpoints.p.host' is to be text"),
    ],
)
def test_what_an_endpoint_may_not_say(said: object, message: str) -> None:
    """The message names it."""
    with pytest.raises(ConfigError, match=message):
        endpoints_of({"p": said})
