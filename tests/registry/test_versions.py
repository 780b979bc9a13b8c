"""Which version a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import TargetError
from lineal.ledger.writer import Writer
from lineal.registry.listing import list_models
from lineal.registry.versions import resolve
from tests.ledger.builder import Builder, sha

if TYPE_CHECKING:
    from lineal.ledger.stores.port import Store


@pytest.fixture
def build(file_store: Store) -> Builder:
    """Versions 1 to 7, of which the third is in production."""
    made = Builder(file_store)
    for number in range(1, 8):
        made.version("purchase", number, f"b{number}")
    made.moved("purchase", 3, "b3", "production")
    return made


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("purchase", 7),
        ("purchase@2", 2),
        ("purchase@production", 3),
        (f"purchase@{sha('b5')[:12]}", 5),
        (f"purchase@{sha('b5')}", 5),
        (f"purchase@{sha('b5')[:8].upper()}", 5),
        ("model:purchase@4", 4),
    ],
)
def test_a_version_is_named_by_number_alias_or_bundle(
    build: Builder, name: str, number: int
) -> None:
    """Without any of them it is the newest."""
    assert number == resolve(build.store, name).number


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("purchas", "no model 'purchas' is registered here; did you mean 'purchase'", "purchase"),
        ("purchase@8", "no version 'purchase@8'", "versions 1 to 7, and is production"),
        ("purchase@prodution", "did you mean 'production'", "lineal models list purchase"),
        ("purchase@abcdef", "no version 'purchase@abcdef'", "lineal models list purchase"),
        ("purchase@99999999999999999999", "no version", "lineal models list"),
    ],
)
def test_a_name_that_means_nothing_says_what_there_is(
    build: Builder, name: str, message: str, hint: str
) -> None:
    """And the one that may have been meant."""
    with pytest.raises(TargetError, match=message) as caught:
        resolve(build.store, name)
    assert hint in (caught.value.hint or "")


def test_without_any_version_the_hint_says_how_to_make_one(file_store: Store) -> None:
    """A newcomer has none."""
    with pytest.raises(TargetError, match="no model 'purchase' is registered here yet"):
        resolve(file_store, "purchase")


def _other_copy(build: Builder) -> None:
    """It had registered another bundle as the seventh, before facts were shared."""
    other = Builder(build.store, Writer("bob", "bob@there"))
    other.version("purchase", 7, "other7")


@pytest.mark.parametrize("name", ["purchase", "purchase@7"])
def test_a_number_that_two_copies_gave_is_ambiguous(build: Builder, name: str) -> None:
    """The error spells both so that they can be told apart."""
    _other_copy(build)
    with pytest.raises(TargetError, match="may mean several versions") as caught:
        resolve(build.store, name)
    spelled = [f"purchase@{sha(word)[:12]}" for word in ("b7", "other7")]
    assert [True, True] == [each in caught.value.message for each in spelled]


def test_a_list_shows_both_when_a_number_is_ambiguous(build: Builder) -> None:
    """That is where the digits are found."""
    _other_copy(build)
    found = [one.version.bundle for one in list_models(build.store, "purchase")]
    assert {sha("b7"), sha("other7")} == set(found[:2])


def test_an_alias_stays_exact_when_its_number_becomes_ambiguous(build: Builder) -> None:
    """It cites the bundle."""
    build.moved("purchase", 7, "b7", "production")
    _other_copy(build)
    found = [resolve(build.store, f"purchase@{which}") for which in ("production", sha("other7"))]
    assert [sha("b7"), sha("other7")] == [one.bundle for one in found]


def test_one_bundle_under_two_numbers_is_found_by_its_digits(build: Builder) -> None:
    """It is one thing, whatever it is called."""
    build.version("purchase", 9, "b5")
    assert "purchase@5" == resolve(build.store, f"purchase@{sha('b5')[:12]}").name
