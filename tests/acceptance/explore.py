"""Explore for as long as asked and collect every disagreement, instead of stopping at one.

    python -m tests.acceptance.explore --seconds 600 --seed 7 [--keep DIRECTORY]

The random test of the suite shrinks the first failure it meets, which is right for a build
and slow for a hunt. Here each failing history is printed once per kind of failure, with the
scene and the actions that led there, and both repositories can be kept to look at.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.acceptance.generator.actions import Action, actions, perform
from tests.acceptance.generator.pipelines import scenes
from tests.acceptance.generator.scene import Scene, scene_text, write_scene
from tests.acceptance.harness.oracle import Oracle
from tests.acceptance.harness.pair import Pair
from tests.acceptance.harness.project import Tools, new_project
from tests.acceptance.test_random import beginning

WITHOUT_END = 1_000_000


class Hunt(NamedTuple):
    tools: Tools
    until: float
    keep: str | None
    seen: dict[str, int]


def main() -> int:
    options = parse()
    with Oracle(options.dvc.with_name("python")) as oracle:
        tools = Tools(options.dvc, options.lineal, oracle)
        hunt = Hunt(tools, time.monotonic() + options.seconds, options.keep, {})
        explore(hunt, options.seed)
    for kind, count in sorted(hunt.seen.items()):
        say(f"{count:5}  {kind}")
    return int(any(kind != "agreed" for kind in hunt.seen))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", help="where to leave repositories that disagree")
    parser.add_argument("--lineal", type=Path, default=Path(sys.executable).with_name("lineal"))
    options = parser.parse_args()
    options.dvc = peer(parser)
    if options.keep:
        try:
            Path(options.keep).mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            parser.error(f"cannot make --keep {options.keep}: {exc.strerror}; name a directory")
    return options


def peer(parser: argparse.ArgumentParser) -> Path:
    """The dvc to compare with; never guessed, so that it is known what was compared."""
    hint = "run `make peers`, then set LINEAL_PEER_DVC=.peers/dvc/bin/dvc"
    chosen = os.environ.get("LINEAL_PEER_DVC")
    if not chosen:
        parser.error(f"LINEAL_PEER_DVC is not set: {hint}")
    if not Path(chosen).is_file():
        parser.error(f"LINEAL_PEER_DVC={chosen} is no file: {hint}")
    return Path(chosen).absolute()


def explore(hunt: Hunt, number: int) -> None:
    @seed(number)
    @settings(
        max_examples=WITHOUT_END,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scene=scenes(), history=st.lists(actions(), min_size=3, max_size=10))
    def look(scene: Scene, history: list[Action]) -> None:
        if time.monotonic() > hunt.until:
            raise KeyboardInterrupt
        follow(hunt, scene, history)

    try:
        look()
    except KeyboardInterrupt:
        return


def follow(hunt: Hunt, scene: Scene, history: list[Action]) -> None:
    """One history from beginning to end, or to the first disagreement."""
    world = Path(tempfile.mkdtemp(prefix="lineal-explore-", dir=hunt.keep))
    pair = Pair(*(new_project(world / name, hunt.tools) for name in ("dvc", "lineal")))
    pair.edit(lambda project: write_scene(project, scene))
    done: list[str] = []
    kind = "agreed"
    try:
        for action in [*beginning(scene), *history]:
            done.append(str(action))
            perform(action, pair, scene)
    except AssertionError as error:
        kind = kind_of(str(error))
        if kind not in hunt.seen:
            show(world, scene, done, str(error))
    hunt.seen[kind] = hunt.seen.get(kind, 0) + 1
    if kind == "agreed" or not hunt.keep:
        shutil.rmtree(world)


def kind_of(message: str) -> str:
    """A failure without its names and numbers, so that the same one is shown once."""
    words = re.sub(r"[0-9a-f]{6,}|\d+|`[^`]*`|'[^']*'|/\S+", "…", message)
    return " ".join(words.split())[:120]


def show(world: Path, scene: Scene, done: list[str], message: str) -> None:
    say("=" * 100, world, *done, message[:2500], scene_text(scene), "")


def say(*lines: object) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
