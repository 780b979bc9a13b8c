"""Strategies for whole repositories: sources, params files, and a graph of stages on them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.acceptance.generator.names import contents, names
from tests.acceptance.generator.scene import Scene, Source
from tests.acceptance.generator.stages import Ground, stages
from tests.acceptance.generator.values import ParamsFile, params_data

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from tests.acceptance.generator.scene import Stage
    from tests.acceptance.generator.values import Value

DIRECTORIES = ("", "sub", "sub/deep er")
CACHE_TYPES = (None, None, "copy", "hardlink", "symlink", '"hardlink,copy"')
IGNORED = (None, None, "*.tmp\n", "nothing\n!beta.txt\n")


@st.composite
def scenes(draw: DrawFn, most_stages: int = 5) -> Scene:
    """A few sources, a few stages over them; everything refers to what exists."""
    found = draw(sources())
    params = draw(params_files())
    made: list[Stage] = []
    for number in range(draw(st.integers(1, most_stages))):
        directory = draw(st.sampled_from(DIRECTORIES))
        inputs = [source.path for source in found] + reachable(made)
        made.append(draw(stages(Ground(number, directory, tuple(inputs), params))))
    return Scene(
        tuple(found),
        tuple(made),
        params,
        draw(variables()),
        draw(st.sampled_from(CACHE_TYPES)),
        draw(st.sampled_from(IGNORED)),
    )


def reachable(made: list[Stage]) -> list[str]:
    """What a later stage may depend on: outputs, and sometimes a file inside one."""
    paths = []
    for stage in made:
        for output in stage.outputs:
            paths.append(output.path)
            if output.kind == "dir":
                paths.append(f"{output.path}/part")
    return paths


@st.composite
def sources(draw: DrawFn) -> list[Source]:
    chosen = draw(st.lists(names(), min_size=1, max_size=3, unique=True))
    return [draw(source(os.path.join("data", name))) for name in chosen]


@st.composite
def source(draw: DrawFn, path: str) -> Source:
    files: dict[str, bytes] = {"": draw(contents())}
    if draw(st.booleans()):
        inner = st.one_of(names(), names().map(lambda name: f"in/{name}"))
        files = draw(st.dictionaries(inner, contents(), max_size=3))
    return Source(path, files, executable=draw(st.booleans()), added=draw(st.booleans()))


@st.composite
def params_files(draw: DrawFn) -> tuple[ParamsFile, ...]:
    """params.yaml beside every possible dvc.yaml, and one file of another format."""
    beside = [
        ParamsFile(os.path.join(directory, "params.yaml"), draw(params_data()))
        for directory in DIRECTORIES
    ]
    suffix = draw(st.sampled_from(["json", "toml", "py", "yaml"]))
    return (*beside, ParamsFile(f"other.{suffix}", draw(params_data())))


@st.composite
def variables(draw: DrawFn) -> dict[str, list[Value]]:
    spoken = st.sampled_from(["plain", "two words", 3, 1.5, True, "é"])
    pool = {directory: [{"spoken": draw(spoken)}] for directory in DIRECTORIES}
    return {directory: list[Any](found) for directory, found in pool.items()}
