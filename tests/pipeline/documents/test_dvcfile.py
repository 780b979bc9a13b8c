"""A `.dvc` file keeps everything but what changed."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineal.pipeline.documents.dvcfile import updated_dvc_text
from tests.pipeline.documents.reference import dumped, loaded
from tests.pipeline.documents.strategies import relaxed, values

if TYPE_CHECKING:
    from pathlib import Path

_OUT = {"md5": "a" * 32, "size": 3, "hash": "md5", "path": "data.csv"}
_COMMENTED = """\
# where it came from
outs:   # the data
- md5: aaaa  # old
  size: 3
  path: data.csv

  hash: md5
meta: {who: me, why: [a, b]}
desc: 'quoted'
"""
_files = st.fixed_dictionaries(
    {"outs": st.lists(st.fixed_dictionaries({"path": st.just("d"), "size": values}), max_size=2)},
    optional={"meta": values, "desc": st.text(max_size=9), "frozen": st.just(value=True)},
)


def test_a_new_file_is_written_in_dvcs_order() -> None:
    """As `dvc add` writes it."""
    expected = f"outs:\n- md5: {'a' * 32}\n  size: 3\n  hash: md5\n  path: data.csv\n"
    assert expected == updated_dvc_text(None, {"outs": [_OUT]})


def test_comments_and_layout_stay() -> None:
    """Only the digest changes its line."""
    data = loaded(_COMMENTED)
    data["outs"][0]["md5"] = "bbbb"
    expected = _COMMENTED.replace("aaaa", "bbbb").replace("'quoted'", "quoted")
    assert expected == updated_dvc_text(_COMMENTED, data)


@relaxed
@given(_files, _files)
def test_the_quick_path_gives_what_ruamel_gives(old: Any, new: Any) -> None:
    """Telling what the old text says only saves time."""
    text = dumped(old)
    assert updated_dvc_text(text, new) == updated_dvc_text(text, new, loaded(text))


_PEER = """
import json, sys
from dvc.utils.collections import apply_diff
from dvc.utils.serialize import dumps_yaml, parse_yaml_for_update
text, new = json.load(sys.stdin)
data = parse_yaml_for_update(text, "x.dvc")
apply_diff(new, data)
sys.stdout.buffer.write(dumps_yaml(data).encode())
"""


@pytest.mark.peer
@pytest.mark.parametrize(
    "change",
    [
        {"outs": [{**_OUT, "size": 4}]},
        {"outs": [{**_OUT}, {**_OUT, "path": "b"}], "frozen": True},
        {"outs": [{"md5": "b", "size": 3, "path": "data.csv", "hash": "md5"}], "meta": {"who": 1}},
        {"meta": {"who": "me", "why": ["a", "c"]}, "desc": "quoted", "outs": [_OUT]},
    ],
)
def test_an_update_is_dvcs_update(dvc: Path, change: dict[str, Any]) -> None:
    """Comments, flow style and quotes included."""
    result = subprocess.run(
        [dvc.with_name("python"), "-c", _PEER],
        input=json.dumps([_COMMENTED, change]).encode(),
        capture_output=True,
        check=True,
    )
    assert result.stdout.decode() == updated_dvc_text(_COMMENTED, change)
