"""Templating and params: the lock is where their rules become visible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.harness.pair import Pair
    from tests.acceptance.harness.project import Project

pytestmark = pytest.mark.peer

PARAMS = """\
lr: 0.1
small: 1e-05
flag: yes
on: true
none:
text: "a b"
list: [1, two, 3.0]
nested: {deep: {er: x}, list: [{n: a}, {n: b}]}
1: number key
dotted.key: d
"""

TEMPLATES = {
    "types to text": "echo ${lr} ${small} ${flag} ${on} ${none} ${text}",
    "indexing": "echo ${list[0]} ${nested.list[1].n} ${nested[deep][er]} ${ lr }",
    "an escape": "echo '\\${lr}' $HOME",
    "a mapping in a command": "echo ${nested.deep}",
    "a list in a command": "echo ${list}",
    "a missing key": "echo ${nope}",
    "a missing index": "echo ${list[9]}",
    "a bad expression": "echo ${a[}",
    "an empty expression": "echo ${}",
    "a nested expression": "echo ${a${b}}",
    "unicode": "echo é ${text} 中",
}


@pytest.mark.parametrize("command", TEMPLATES.values(), ids=TEMPLATES.keys())
def test_a_template_in_a_command(pair: Pair, command: str) -> None:
    """The resolved command lands in the lock, byte for byte."""
    quoted = command.replace("'", "''")
    pair.write({"params.yaml": PARAMS, "dvc.yaml": f"stages:\n  s:\n    cmd: '{quoted}'\n"})

    pair.run("repro")


WHOLE = {
    "vars of a file and of keys": (
        "vars: [v.json, 'w.yaml:one,two.sub']\nstages:\n  s: {cmd: 'echo ${a} ${one}'}\n"
    ),
    "a leaf defined twice": "vars: [{lr: 2}]\nstages:\n  s: {cmd: 'echo ${lr}'}\n",
    "a mapping merged": (
        "vars: [{nested: {other: 1}}]\nstages:\n  s: {cmd: 'echo ${nested.other}'}\n"
    ),
    "stage vars": "stages:\n  s: {cmd: 'echo ${own}', vars: [{own: 1}]}\n",
    "stage vars of a file in wdir": (
        "stages:\n  s: {cmd: 'echo ${a}', wdir: sub, vars: [in.yaml]}\n"
    ),
    "a templated wdir": "vars: [{d: sub}]\nstages:\n  s: {cmd: pwd > /dev/null, wdir: '${d}'}\n",
    "a templated output": (
        "stages:\n  s: {cmd: 'echo > o-${lr}', outs: ['o-${lr}': {cache: false}]}\n"
    ),
    "a templated key of params": (
        "stages:\n  s: {cmd: 'true', params: ['${nested.deep.er}.yaml': [k]]}\n"
    ),
    "foreach over params": "stages:\n  s:\n    foreach: ${list}\n    do: {cmd: 'echo ${item}'}\n",
    "foreach over a mapping": (
        "stages:\n  s:\n    foreach: ${nested}\n    do: {cmd: 'echo ${key}'}\n"
    ),
    "foreach over mappings": (
        "stages:\n  s:\n    foreach: ${nested.list}\n    do: {cmd: 'echo ${item.n}'}\n"
    ),
    "foreach over text": "stages:\n  s:\n    foreach: text\n    do: {cmd: 'echo ${item}'}\n",
    "foreach over nothing": "stages:\n  s:\n    foreach: []\n    do: {cmd: 'echo ${item}'}\n",
    "foreach with item redefined": (
        "vars: [{item: 1}]\nstages:\n  s:\n    foreach: [a]\n    do: {cmd: 'echo ${item}'}\n"
    ),
    "foreach with equal items": (
        "stages:\n  s:\n    foreach: [a, a, 1, 1.0]\n    do: {cmd: 'echo ${item}'}\n"
    ),
    "foreach with a missing do": "stages:\n  s:\n    foreach: [a]\n",
    "matrix of everything": (
        "stages:\n"
        "  s:\n"
        "    matrix: {a: [1, {x: 2}], b: '${list}'}\n"
        "    cmd: echo ${item.a} ${item.b} ${key}\n"
    ),
    "matrix with a mapping read": (
        "stages:\n  s:\n    matrix: {a: [{x: 2}, {x: 3}]}\n    cmd: echo ${item.a.x}\n"
    ),
    "anchors and merges": "stages:\n  a: &a {cmd: echo 1, desc: x}\n  b: {<<: *a, desc: y}\n",
    "octal, exponents and old booleans": (
        "vars: [{a: 010, b: 1e3, c: on, d: 0o17, e: 1_000}]\n"
        "stages:\n"
        "  s: {cmd: 'echo ${a} ${b} ${c} ${d} ${e}'}\n"
    ),
    "a command of nothing": "stages:\n  s: {cmd: ''}\n",
    "an empty file": "",
    "only comments": "# nothing\n",
    "no stages": "stages: {}\n",
    "a number as a name": "stages:\n  1: {cmd: echo 1}\n",
    "several documents": "stages:\n  a: {cmd: echo}\n---\nstages: {}\n",
    "a multi-line command": "stages:\n  s:\n    cmd: |\n      echo 1\n      echo 2 \\\n      3\n",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_a_whole_pipeline_file(pair: Pair, text: str) -> None:
    """Resolved, or refused, as dvc does."""
    pair.write(
        {
            "params.yaml": PARAMS,
            "v.json": '{"a": 1}',
            "w.yaml": "one: 1\ntwo: {sub: 2}\nthree: 3\n",
            "sub/in.yaml": "a: in sub\n",
            "x.yaml": "k: 1\n",
            "dvc.yaml": text,
        }
    )

    pair.run("repro")
    pair.assert_same_status()


PARAMS_CASES = {
    "keys": "[lr, nested.deep.er, list, nested]",
    "a key of a list": "[nested.list.0.n, list.1]",
    "a whole file": "[p.json: ]",
    "a whole file and a key": "[p.json: , p.json: [a]]",
    "toml": "[t.toml: [a.b, c]]",
    "python": "[m.py: [A, C.x, C.self_x]]",
    "a missing key": "[nope]",
    "a missing file": "[nope.yaml: [a]]",
    "none and booleans": "[none, on, flag, small]",
    "a repeated key": "[lr, lr]",
    "a dotted key": "[dotted.key]",
    "a directory": "[sub: [a]]",
}


@pytest.mark.parametrize("params", PARAMS_CASES.values(), ids=PARAMS_CASES.keys())
def test_params_in_the_lock(pair: Pair, params: str) -> None:
    """Values, their order and their text; then a changed value is seen."""
    pair.write(
        {
            "params.yaml": PARAMS,
            "p.json": '{"b": 1e20, "a": {"z": 1, "y": [1, 2.50]}, "n": null}',
            "t.toml": 'c = "x"\n[a]\nb = 1.0\n',
            "m.py": (
                "A = (1, 2)\n"
                "class C:\n"
                "    x = {'k': 1}\n"
                "    def __init__(self):\n"
                "        self.self_x = 3\n"
            ),
            "sub/x": "",
            "dvc.yaml": f"stages:\n  s: {{cmd: echo 1 > o, params: {params}, outs: [o]}}\n",
        }
    )
    pair.run("repro")
    pair.write({"params.yaml": PARAMS.replace("0.1", "0.2").replace("two", "2")})
    pair.assert_same_status()

    pair.run("repro")


@pytest.mark.parametrize("value", ["1.0", "1", "true", "'1'", "[1]", "null", "1e0", "0x1", "01"])
def test_when_a_number_is_the_same(pair: Pair, value: str) -> None:
    """Python's equality decides what changed; the run cache is stricter."""
    text = "stages:\n  s: {cmd: echo 1 > o, deps: [i], params: [p], outs: [o]}\n"
    pair.write({"params.yaml": "p: 1\n", "i": "", "dvc.yaml": text})
    pair.run("repro")
    pair.write({"params.yaml": f"p: {value}\n"})
    pair.assert_same_status()

    pair.run("repro")


def test_a_date_is_text_where_dvc_crashes(project: Project) -> None:
    """An intended difference: ``Unsupported value of type 'date'`` is a crash, not a rule."""
    project.write({"params.yaml": "day: 2020-01-01\n"})
    project.write(
        {"dvc.yaml": "stages:\n  s: {cmd: 'echo ${day} > o', params: [day], outs: [o]}\n"}
    )

    assert not project.dvc("repro").ok
    assert project.lineal("repro").ok

    assert "2020-01-01\n" == project.read("o")
