"""Reading the blocks of a page."""

from __future__ import annotations

import pytest

from tools.doc_blocks import Block, Command, blocks_of, commands_of, matches

PAGE = """\
Text.

```console exit=2
$ cat <<E
> one
> E
one
$ lineal push
```

```yaml
a: 1
```
"""


def test_blocks_carry_their_language_options_and_line() -> None:
    """The line is the first inside the fence: where an editor should jump."""
    first, second = blocks_of(PAGE)

    assert ("console", "exit=2", 4) == first[:3]
    assert Block("yaml", "", 12, "a: 1") == second


def test_commands_have_continuations_and_output() -> None:
    """Only the last command of a block may be the one that fails."""
    commands = commands_of(next(blocks_of(PAGE)))

    expected = [Command("cat <<E\none\nE", "one\n", 4, 0), Command("lineal push", "", 8, 2)]
    assert expected == commands


@pytest.mark.parametrize(
    ("expected", "actual", "same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "a", True),
        ("a\n", "ab\n", False),
        ("a … c\n", "a b c\n", True),
        ("…\nlast\n", "1\n2\nlast\n", True),
        ("…\nlast\n", "last\n", True),
        ("first\n…\n", "first\n", True),
        ("a.c\n", "abc\n", False),
        ("", "noise\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_varies(expected: str, actual: str, *, same: bool) -> None:
    """On its own line for lines, inside a line for text."""
    assert same == matches(expected, actual)
