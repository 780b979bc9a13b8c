"""Names of artifacts, and tags about them."""

from __future__ import annotations

import pytest

from lineal.pipeline.artifact_names import (
    ArtifactName,
    Mark,
    chosen_tag,
    parse_name,
    parse_tag,
    precedence,
)

MODEL = ArtifactName("", "model")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("model", ArtifactName("", "model")),
        ("sub/dir:my-model_2", ArtifactName("sub/dir", "my-model_2")),
        ("sub/dvc.yaml:model", ArtifactName("sub", "model")),
        ("dvc.yaml:model", ArtifactName("", "model")),
        ("-model", None),
        ("mo del", None),
        ("", None),
    ],
)
def test_names_with_and_without_their_directory(text: str, expected: ArtifactName | None) -> None:
    """The project file may be part of it."""
    assert expected == parse_name(text)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("model@v1.2.3", Mark("model", "v1.2.3", None)),
        ("model@v1.2.3-rc.1+b5!#7", Mark("model", "v1.2.3-rc.1+b5", None)),
        ("sub=model#prod#3", Mark("sub=model", None, "prod")),
        ("model#prod!", Mark("model", None, "prod")),
        ("model@deprecated", Mark("model", None, None)),
        ("model@1.2.3", None),
        ("v1.2.3", None),
        ("model@v1.2", None),
    ],
)
def test_tags_are_about_a_version_or_a_stage(tag: str, expected: Mark | None) -> None:
    """All other tags are about no artifact."""
    assert expected == parse_tag(tag)


def test_versions_are_ordered_as_semver_says() -> None:
    """The example of semver.org, and one by number."""
    ordered = "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11"
    versions = [f"v{text}" for text in f"{ordered} 1.0.0-rc.1 1.0.0 1.9.0 1.10.0".split()]
    shuffled = [*versions[::2], *versions[1::2]]

    assert versions == sorted(shuffled, key=precedence)


def test_the_highest_version_is_chosen_and_not_the_latest() -> None:
    """A fix of an old line does not become what everybody gets."""
    tags = ["model@v1.0.0", "model@v2.0.0", "other@v3.0.0", "model@v1.0.1", "model#prod"]

    assert chosen_tag(tags, MODEL) == "model@v2.0.0"


def test_of_a_stage_the_latest_tag_counts() -> None:
    """Whoever was promoted last is in production."""
    tags = ["model#prod#1", "model#prod#2", "model#dev#3"]

    assert chosen_tag(tags, MODEL, stage="prod") == "model#prod#2"
