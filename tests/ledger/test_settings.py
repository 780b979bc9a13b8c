"""What ``lineal.yaml`` may say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ConfigError
from lineal.ledger.settings import Settings, read_settings, settings_of
from lineal.pipeline.workspace import open_workspace
from tests.pipeline.conftest import place  # noqa: F401  a fixture; here no store is asked for

if TYPE_CHECKING:
    from tests.pipeline.place import Place


def test_without_the_file_everything_is_as_usual(place: Place) -> None:  # noqa: F811
    """The file is optional."""
    with open_workspace(str(place.root)) as ws:
        assert Settings() == read_settings(ws)


def test_what_it_says(place: Place) -> None:  # noqa: F811
    """What is left out, or empty, is as usual."""
    place.write(
        {"lineal.yaml": "ledger: postgresql://h/d\nobserve: false\nmlflow:\nvariables: [A]\n"}
    )
    with open_workspace(str(place.root)) as ws:
        found = read_settings(ws)

    assert Settings(ledger="postgresql://h/d", observe=False, variables=("A",)) == found


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"legder": "x"}, "unknown setting 'legder'; did you mean 'ledger'"),
        ({"observe": "no"}, "'observe' is to be true or false, not str"),
        (["ledger"], "expected settings with names"),
    ],
)
def test_what_it_may_not_say(data: object, message: str) -> None:
    """The message names it."""
    with pytest.raises(ConfigError, match=message):
        settings_of(data)
