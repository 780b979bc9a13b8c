"""In what an environment is another one."""

from __future__ import annotations

from lineal.ledger.reproducing.environments import environment_differences


def test_what_differs_is_said_with_both_values() -> None:
    """What is not known of one of them is no difference."""
    then = {"python": "3.11.7", "os": "Linux", "packages": {"numpy": "1.0", "old": "2"}}
    now = {"python": "3.12.1", "os": "Linux", "packages": {"numpy": "2.0"}, "cpu": "x"}
    expected = [
        "Python is 3.12.1, it was 3.11.7",
        "package numpy is 2.0, it was 1.0",
        "package old is not there, it was 2",
    ]

    assert expected == list(environment_differences(then, now))


def test_of_many_packages_some_are_named() -> None:
    """The list is for reading."""
    then = {"packages": {f"p{n}": "1" for n in range(10)}}

    assert list(environment_differences(then, {"packages": {}}))[-1] == (
        "and 2 more packages differ"
    )
