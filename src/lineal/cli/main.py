"""The entry point: find the verb, load its file alone, run it, report errors.

The command line up to the verb is read by hand, so that ``--version``,
``--help`` and a wrong verb import nothing that is not needed to answer.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, NoReturn, cast

from lineal.base.errors import LinealError, UsageError
from lineal.base.version import __version__
from lineal.cli.output import Console
from lineal.cli.registry import DVC_VERBS, GROUPS, VERBS, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.cli.parser import VerbModule

INTERRUPTED = 130
BROKEN_PIPE = 141

# What the machine refuses and its user can mend. Any other OSError is a bug: it keeps its
# traceback, as these do under --verbose.
MENDABLE = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EIO,
        errno.EMFILE,
        errno.ENAMETOOLONG,
        errno.ENFILE,
        errno.ENOSPC,
        errno.EPERM,
        errno.EROFS,
    }
)


class Invocation(NamedTuple):
    """The command line, read as far as the verb."""

    words: tuple[str, ...]
    quiet: int = 0
    verbose: int = 0
    directory: str | None = None
    wants: str | None = None


def console() -> NoReturn:
    """What the installed command calls."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # File names are bytes: one that is not UTF-8 goes out as it came in.
        stream.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has gone. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = BROKEN_PIPE
    sys.exit(code)


def _open_closed_streams() -> None:
    """What we open next would be taken for them, by us and by who is started."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nothing = os.open(os.devnull, os.O_RDWR)
            if nothing != number:
                os.dup2(nothing, number)
                os.close(nothing)
            os.set_inheritable(number, True)  # noqa: FBT003 (it takes no name)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w"))


def main(argv: Sequence[str]) -> int:
    output = Console()
    try:
        invocation = read_globals(argv)
        output = Console(quiet=bool(invocation.quiet), verbose=invocation.verbose)
        return _dispatch(invocation)
    except LinealError as error:
        output.error(error)
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted\n")
        return INTERRUPTED
    except OSError as error:
        if error.errno not in MENDABLE or output.verbose:
            raise
        output.error(_named(error))
        return LinealError.exit_code


def read_globals(argv: Sequence[str]) -> Invocation:
    """The flags before the verb; everything from the verb on is the verb's."""
    found = Invocation(())
    index = 0
    while index < len(argv) and argv[index].startswith("-"):
        flag, _, value = argv[index].partition("=")
        index += 1
        if flag == "--cd":
            value, index = (value, index) if value else (_value_of(argv, index), index + 1)
            found = found._replace(directory=value)
        else:
            found = _with_flag(found, flag)
    return found._replace(words=tuple(argv[index:]))


def _value_of(argv: Sequence[str], index: int) -> str:
    if index >= len(argv):
        raise UsageError("--cd needs a directory", hint="lineal --cd DIR VERB")
    return argv[index]


def _with_flag(found: Invocation, flag: str) -> Invocation:
    if flag in {"-h", "--help"}:
        return found._replace(wants="help")
    if flag in {"-V", "--version"}:
        return found._replace(wants="version")
    if flag == "--quiet" or _repeats(flag, "q"):
        return found._replace(quiet=1)
    if flag == "--verbose" or _repeats(flag, "v"):
        return found._replace(verbose=found.verbose + flag.count("v"))
    if flag == "--wait-for-lock":
        # Waiting is what we always do; the flag is DVC's.
        return found
    raise UsageError(f"unknown option {flag!r}", hint="see `lineal --help`")


def _repeats(flag: str, letter: str) -> bool:
    """``-v``, ``-vv``, ``-vvv``."""
    return flag[1:] != "" and not flag[1:].strip(letter)


def _dispatch(invocation: Invocation) -> int:
    if invocation.wants == "version":
        sys.stdout.write(f"lineal {__version__}\n")
        return 0
    if invocation.wants == "help" or invocation.words in {(), ("help",)}:
        sys.stdout.write(overview())
        return 0 if invocation.wants or invocation.words else UsageError.exit_code
    _change_directory(invocation.directory)
    return _run_verb(invocation)


def _named(error: OSError) -> LinealError:
    place = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return LinealError(
        f"{place}{error.strerror}",
        hint="mend that and run the same command again; --verbose shows where it happened",
    )


def _change_directory(directory: str | None) -> None:
    if directory is None:
        return
    try:
        os.chdir(directory)
    except OSError as exc:
        raise UsageError(f"cannot change to {directory}: {exc.strerror}") from exc


def _run_verb(invocation: Invocation) -> int:
    verb, rest = find_verb(invocation.words)
    if verb in GROUPS:
        sys.stdout.write(group_overview(verb))
        return 0
    module = cast("VerbModule", import_module(f"lineal.cli.{VERBS[verb].module}"))
    from lineal.cli.parser import parse  # deferred: argparse, which --help and --version spare

    try:
        args = parse(verb, module, rest)
    except SystemExit as done:
        # argparse leaves this way after printing the verb's help.
        return int(done.code or 0)
    args.console = Console(
        quiet=bool(invocation.quiet or args.quiet),
        verbose=invocation.verbose + args.verbose,
    )
    args.verb = verb
    return module.run(args)


def find_verb(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The verb and its own words; a group itself when its help is asked for."""
    first = words[0]
    if first in VERBS:
        return first, words[1:]
    if first in GROUPS:
        return _find_in_group(first, words[1:])
    if first in DVC_VERBS:
        raise UsageError(
            f"`lineal {first}` does not exist in this release",
            hint=f"run `dvc {' '.join(words)}`: it works in the same repository",
        )
    raise _unknown(first, [*VERBS, *GROUPS, *DVC_VERBS], "lineal")


def _find_in_group(group: str, words: Sequence[str]) -> tuple[str, Sequence[str]]:
    if words and words[0] in {"-h", "--help"}:
        return group, ()
    members = [name.partition(" ")[2] for name in VERBS if name.startswith(f"{group} ")]
    if not words:
        raise UsageError(
            f"`lineal {group}` needs one of: {', '.join(members)}",
            hint=f"see `lineal {group} --help`",
        )
    if words[0] not in members:
        raise _unknown(words[0], members, f"lineal {group}")
    return f"{group} {words[0]}", words[1:]


def _unknown(word: str, known: Sequence[str], prefix: str) -> UsageError:
    from lineal.base.suggest import closest  # deferred: difflib

    match = closest(word, [name for name in known if " " not in name])
    hint = f"did you mean `{prefix} {match}`?" if match else f"see `{prefix} --help`"
    return UsageError(f"unknown verb {word!r}", hint=hint)


def overview() -> str:
    return f"""\
usage: lineal [-q | -v] [--cd DIR] VERB ...

The ML lifecycle with lineage that reaches every single prediction.
Reads and writes DVC's files; `dvc` keeps working beside it.

verbs:
{_table(VERBS)}

options:
  -q, --quiet    print errors only
  -v, --verbose  print more
  --cd DIR       work in DIR
  -V, --version  print the version
  -h, --help     print this, or after a verb: its own help
"""


def group_overview(group: str) -> str:
    members = {name: verb for name, verb in VERBS.items() if name.startswith(f"{group} ")}
    return f"usage: lineal {group} VERB ...\n\n{GROUPS[group]}\n\nverbs:\n{_table(members)}\n"


def _table(verbs: dict[str, Verb]) -> str:
    shown = {name: verb.help for name, verb in verbs.items() if not verb.hidden}
    width = max(map(len, shown))
    return "\n".join(f"  {name:<{width}}  {text}" for name, text in shown.items())
