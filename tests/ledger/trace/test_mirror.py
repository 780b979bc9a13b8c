"""Impact is the mirror of trace, in histories of every kind."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.ledger.trace.story import Story

_STAGES = ("a", "b", "c", "d")
# Two directories, files in them by name, and files of their own.
_FILES = ("one", "two", "dir/x", "dir/y", "deep/dir/x")
_DIRECTORIES = ("dir", "deep/dir", "deep")
_STATUSES = ("ran", "ran", "ran", "failed", "observed", "added")


def history(story: Story, seed: int) -> list[str]:
    """Few names and few contents, so that they meet often; time goes back now and then."""
    dice = random.Random(seed)  # noqa: S311  the same history every time
    held: dict[str, dict[str, str]] = {}
    for number in range(4):
        members = {
            name: f"w{dice.randrange(3)}" for name in ("x", "y", "dir/x")[dice.randrange(3) :]
        }
        held[f"d{number}/"] = members
        if number:
            story.build.listing(f"d{number}/", members)

    def items(count: int) -> dict[str, Any]:
        paths = dice.sample([*_FILES, *_DIRECTORIES], count)
        return {
            path: f"d{dice.randrange(4)}/" if path in _DIRECTORIES else f"w{dice.randrange(3)}"
            for path in paths
        }

    return [
        story.does(
            dice.choice(_STAGES),
            uses=items(dice.randrange(3)),
            makes=items(dice.randrange(3)),
            status=dice.choice(_STATUSES),
            at=story.build.now + dice.choice((1, 1, 1, 0, -2)) * 1_000_000,
        )
        for _ in range(25)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_what_a_trace_leads_to_reaches_it(story: Story, seed: int) -> None:
    """For every two executions: one is behind the other, or is not, both ways."""
    names = history(story, seed)
    behind = {(source, name) for name in names for source in story.behind(name)}
    after = {(name, reached) for name in names for reached in story.after(name)}
    assert behind == after
