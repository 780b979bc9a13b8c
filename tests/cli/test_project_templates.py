"""``lineal init --template``: a project with a whole line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import yaml

from lineal.cli.main import main
from lineal.cli.project_templates import template_files, template_names
from lineal.steps.calling import load
from lineal.steps.params import problems_of
from tests.steps.samples.line import generator_module

if TYPE_CHECKING:
    from pathlib import Path

MADE = [".dvc", ".dvcignore", ".git", ".gitattributes", ".lineal"]


def test_a_template_becomes_a_project_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With Git, also in a directory with spaces; what to do next is said."""
    code = main(["init", "--template", "purchase", str(tmp_path / "my project")])
    files = [*template_files("purchase"), *MADE]

    assert (0, sorted(files)) == (
        code,
        sorted(one.name for one in (tmp_path / "my project").iterdir()),
    )
    assert f"  cd '{tmp_path}/my project'\n  python generate.py\n" in capsys.readouterr().err


def test_git_init_may_have_been_run_before(tmp_path: Path) -> None:
    """Its directory does not count as something that is there."""
    main(["init", "--template", "purchase", str(tmp_path / "made")])
    for path in (tmp_path / "made").iterdir():
        if path.is_file():
            path.unlink()
    (tmp_path / "new").mkdir()
    (tmp_path / "made/.git").rename(tmp_path / "new/.git")

    assert 0 == main(["init", "--template", "purchase", str(tmp_path / "new")])


@pytest.mark.parametrize(
    ("name", "here", "code", "error"),
    [
        ("purchas", None, 2, "there is no template 'purchas'; did you mean 'purchase'?"),
        ("purchase", "mine.txt", 1, "is not empty: there is 'mine.txt'"),
    ],
)
def test_what_is_wrong_is_found_before_anything_is_made(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    here: str | None,
    code: int,
    error: str,
) -> None:
    """An unknown template; a directory with something in it."""
    if here:
        (tmp_path / here).write_text("mine")
    before = list(tmp_path.iterdir())

    ended = main(["init", "--template", name, str(tmp_path)])

    assert (code, before) == (ended, list(tmp_path.iterdir()))
    assert error in capsys.readouterr().err


@pytest.mark.parametrize("name", template_names())
def test_a_template_says_nothing_that_its_steps_do_not_know(name: str) -> None:
    """Every section of params.yaml is one of a step, without a problem."""
    with open(template_files(name)["params.yaml"], encoding="utf-8") as file:
        sections = yaml.safe_load(file)

    problems = {
        step: list(problems_of(given, load(step).params)) for step, given in sections.items()
    }
    assert [] == [problem for found in problems.values() for problem in found]


def test_the_table_is_the_same_every_time_and_as_it_says() -> None:
    """17,761 rows, 172 countries, 9.2 % positive; passed exams never exceed those started."""
    generator = generator_module()
    rows = generator.students()

    assert (17_761, 172, 0.092, 0, True) == (
        len(rows),
        len({row[0] for row in rows}),
        round(sum(row[-1] for row in rows) / len(rows), 3),
        sum(row[5] > row[4] for row in rows),
        generator.students(50) == rows[:50],
    )


def test_the_truth_of_a_row_is_known() -> None:
    """Its terms are those of the docstring."""
    generator = generator_module()
    student = generator.Student("US", 10, 0.0, 0, 0, 0, 0.0)
    odds = generator.INTERCEPT - 2.6 + 1.2

    assert pytest.approx(generator.probability(student)) == (
        generator.GIFT + (1 - generator.GIFT) / (1 + math.exp(-odds))
    )
