"""The command line up to the verb: flags, wrong verbs, errors, exit codes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import lineal
from lineal.base.errors import DataError, UsageError
from lineal.cli import config, main, registry

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """On stdout, alone on its line."""
    code = main.main(["--version"])

    assert (0, f"lineal {lineal.__version__}\n") == (code, capsys.readouterr().out)


def test_help_lists_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    """With its line from the registry."""
    main.main(["--help"])
    shown = capsys.readouterr().out

    verbs = [(name, verb) for name, verb in registry.VERBS.items() if not verb.hidden]
    assert [] == [name for name, verb in verbs if verb.help not in shown]


def test_no_verb_at_all_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """And shows what there is."""
    assert (2, True) == (main.main([]), "verbs:" in capsys.readouterr().out)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["statsu"], "unknown verb 'statsu'", "did you mean `lineal status`?"),
        (["xyzzy"], "unknown verb 'xyzzy'", "see `lineal --help`"),
        (["stage"], "`lineal stage` needs one of: add, list", "see `lineal stage --help`"),
        (["stage", "lst"], "unknown verb 'lst'", "did you mean `lineal stage list`?"),
        (["exp", "run"], "does not exist in this release", "run `dvc exp run`"),
        (["--cd"], "--cd needs a directory", "lineal --cd DIR VERB"),
        (["--cdd", "x"], "unknown option '--cdd'", "see `lineal --help`"),
        (["config", "--lst"], "did you mean '--list'?", "see `lineal config --help`"),
        (["config", "--local", "--global"], "not allowed with", "see `lineal config --help`"),
    ],
)
def test_wrong_usage_says_what_and_how(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str, hint: str
) -> None:
    """Two lines on stderr, nothing on stdout, exit 2."""
    code = main.main(words)
    out, err = capsys.readouterr()
    error_line, hint_line = err.splitlines()

    assert (2, "", True, True) == (code, out, message in error_line, hint in hint_line)


def _verb(monkeypatch: pytest.MonkeyPatch, run: Callable[[argparse.Namespace], int]) -> None:
    monkeypatch.setattr(config, "run", run)


def test_an_error_ends_with_its_own_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when quiet: an exit code alone helps nobody."""

    def fail(_: argparse.Namespace) -> int:
        raise DataError("data.csv is gone", hint="run `lineal checkout`")

    _verb(monkeypatch, fail)
    code = main.main(["config", "-q", "core.remote"])

    expected = "error: data.csv is gone\nhint: run `lineal checkout`\n"
    assert (1, expected) == (code, capsys.readouterr().err)


def test_an_interrupt_is_one_clean_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the shell's own exit code for it."""

    def interrupted(_: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    _verb(monkeypatch, interrupted)

    assert (130, "\ninterrupted\n") == (main.main(["config", "a.b"]), capsys.readouterr().err)


def test_a_full_disk_is_an_error_with_the_path(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's refusals are the user's to mend, not tracebacks."""

    def fail(_: argparse.Namespace) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", "/data/x")

    _verb(monkeypatch, fail)
    code = main.main(["config", "a.b"])

    assert (1, "error: /data/x: No space left on device") == (
        code,
        capsys.readouterr().err.splitlines()[0],
    )


def test_a_bug_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is swallowed."""

    def fail(_: argparse.Namespace) -> int:
        return int("seven")

    _verb(monkeypatch, fail)

    with pytest.raises(ValueError, match="seven"):
        main.main(["config", "a.b"])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], (False, 0)),
        (["-q"], [], (True, 0)),
        ([], ["--quiet"], (True, 0)),
        (["-v"], ["-vv"], (False, 3)),
        (["--verbose", "--wait-for-lock"], [], (False, 1)),
    ],
)
def test_volume_may_be_set_before_and_after_the_verb(
    monkeypatch: pytest.MonkeyPatch,
    before: list[str],
    after: list[str],
    expected: tuple[bool, int],
) -> None:
    """As with dvc."""
    seen: list[tuple[bool, int]] = []

    def look(args: argparse.Namespace) -> int:
        seen.append((args.console.quiet, args.console.verbose))
        return 0

    _verb(monkeypatch, look)
    main.main([*before, "config", *after, "a.b"])

    assert [expected] == seen


@pytest.mark.parametrize("flags", [["--cd", "{}"], ["--cd={}"]])
def test_cd_changes_directory_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: list[str]
) -> None:
    """In both spellings."""
    monkeypatch.chdir("/")
    seen: list[str] = []

    def look(_: argparse.Namespace) -> int:
        seen.append(os.getcwd())
        return 0

    _verb(monkeypatch, look)
    main.main([*(flag.format(tmp_path) for flag in flags), "config", "a.b"])

    assert [str(tmp_path)] == seen


def test_cd_to_nowhere_is_wrong_usage() -> None:
    """Named as it was given."""
    with pytest.raises(UsageError, match="cannot change to /nowhere: No such file"):
        main._change_directory("/nowhere")


def test_a_reader_that_goes_away_is_no_error(lineal: Path) -> None:
    """`lineal … | head -1` ends quietly."""
    done = subprocess.run(
        ["bash", "-c", f"{lineal} --help | head -0; exit ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (True, "") == (done.returncode in {0, main.BROKEN_PIPE}, done.stderr)


def test_every_verb_has_its_file() -> None:
    """The registry is plain data, so nothing else would notice."""
    script = (
        "import importlib, sys; [importlib.import_module('lineal.cli.' + m) for m in sys.argv[1:]]"
    )
    modules = sorted({verb.module for verb in registry.VERBS.values()})
    done = subprocess.run(
        [sys.executable, "-c", script, *modules], capture_output=True, text=True, check=False
    )

    assert "" == done.stderr
