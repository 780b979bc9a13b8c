"""What the `remote` verbs share: which config file is meant, and warnings about what goes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import ProjectError
from lineal.storage.config.remotes import SCHEMES, SECRETS, scheme_of
from lineal.storage.project import find_project
from lineal.storage.remotes.address import has_password
from lineal.storage.remotes.resolve import SUPPORTED

if TYPE_CHECKING:
    import argparse

    from lineal.cli.output import Console

# Git has these, so colleagues and servers see what is in them.
_SHARED = (None, "repo")


def add_level(parser: argparse.ArgumentParser) -> None:
    level = parser.add_mutually_exclusive_group()
    for flag, constant, text in (
        ("--global", "global", "the user's settings"),
        ("--system", "system", "the machine's settings"),
        ("--project", "repo", "the project's settings, .dvc/config"),
        ("--local", "local", "this checkout's settings, .dvc/config.local, which Git ignores"),
    ):
        level.add_argument(flag, dest="level", action="store_const", const=constant, help=text)


def dvc_dir_for(level: str | None) -> str | None:
    """None outside a project, where there are still the user's and the machine's settings."""
    try:
        return find_project().dvc_dir
    except ProjectError:
        if level in {"global", "system"}:
            return None
        raise


def warn_of_secret(args: argparse.Namespace, option: str, value: str) -> None:
    """After it is written, as asked; the mistake is easy to undo until somebody commits it."""
    is_secret = option in SECRETS or (option == "url" and has_password(value))
    if args.level not in _SHARED or not is_secret:
        return
    what = "a password in the URL" if option == "url" else option
    args.console.warn(
        f"{what} is now in .dvc/config, which Git shares",
        hint=f"lineal remote modify --unset {args.name} {option}, and once more with --local"
        if option != "url"
        else f"give the URL without it, then: lineal remote modify --local {args.name} password …",
    )


def warn_of_kind(console: Console, url: str) -> None:
    scheme = scheme_of(url)
    if scheme in SCHEMES and scheme not in SUPPORTED:
        console.warn(
            f"Lineal does not talk to {SCHEMES[scheme].title} ({scheme}://)",
            hint="dvc push and dvc pull do, in the same repository",
        )
