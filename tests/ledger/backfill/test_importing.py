"""Histories of many shapes become the facts that they mean."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from lineal.ledger.backfill import importing
from lineal.ledger.backfill.commits import BRANCHES, Range, parse_range
from tests.ledger.backfill.past import MICROS, START, Past, added, lock, md5

if TYPE_CHECKING:
    from pathlib import Path

PIPELINE = """\
stages:
  train:
    cmd: do train
    deps: [raw]
    params: [lr]
    outs: [model]
    metrics: [{m.json: {cache: false}}]
"""


def test_each_new_entry_is_an_execution_of_the_commit_it_is_first_in(past: Past) -> None:
    """What stays as it was is not executed again."""
    first = past.commit({"dvc.lock": lock(get="url > raw", train="raw > model")}, at=1)
    second = past.commit({"dvc.lock": lock(get="url > raw", train="raw:raw2 > model")}, at=2)
    past.imports()
    expected = [
        ("get", "observed", first),
        ("train", "observed", first),
        ("train", "observed", second),
    ]

    assert expected == past.executions()


def test_an_execution_says_what_was_used_and_made_and_when(past: Past) -> None:
    """Metrics are read from the file of the commit, if it is the recorded one."""
    metrics = '{"auc": 0.5, "by": {"class": 2}, "list": [1]}'
    said = lock(train="lr=0.1 raw > model m.json").replace(md5("m.json"), md5(metrics))
    commit = past.commit({"dvc.yaml": PIPELINE, "dvc.lock": said, "m.json": metrics}, at=7)
    past.imports()
    (found,) = past.facts("execution")
    found.pop("entry")
    expected = {
        "run": None,
        "stage": "train",
        "cmd": "do train",
        "wdir": ".",
        "status": "observed",
        "started": (START + 7) * MICROS,
        "commit": commit,
        "uses": [{"path": "raw", "oid": md5("raw"), "size": 5}],
        "makes": [
            {"path": "model", "oid": md5("model"), "size": 5},
            {"path": "m.json", "oid": md5(metrics), "size": 5, "role": "metric"},
        ],
        "params": {"params.yaml": {"lr": 0.1}},
        "metrics": {"m.json": {"auc": 0.5, "by.class": 2}},
    }

    assert expected == found


def test_metrics_of_another_content_are_nobodys(past: Past) -> None:
    """The file was committed without the run that wrote it."""
    past.commit(
        {"dvc.yaml": PIPELINE, "dvc.lock": lock(train="raw > m.json"), "m.json": '{"auc": 1}'}
    )
    past.imports()

    assert ["metrics" in each for each in past.facts("execution")] == [False]


def test_a_commit_says_what_it_brought_and_what_it_removed(past: Past) -> None:
    """Who, when, after which commits; entries are those of the executions."""
    first = past.commit({"a.csv.dvc": added("a.csv", "1"), "b.dvc": added("b", "2")}, at=1)
    past.commit({"README": "nothing of ours"}, at=2)
    last = past.commit({"a.csv.dvc": None, "b.dvc": added("b", "3")}, at=3)
    past.imports()
    found = past.facts("commit")
    (entry,) = [each["entry"] for each in past.facts("execution") if each["commit"] == last]
    expected = {
        "commit": last,
        "parents": found[1]["parents"],
        "author": "ann@example.com",
        "name": "Ann",
        "committed": (START + 3) * MICROS,
        "subject": "at 3",
        "entries": {"b.dvc": entry},
        "gone": ["a.csv.dvc"],
    }

    assert (first, 2, expected) == (found[0]["commit"], len(found), found[1])


def test_branches_and_merges_are_each_told_once(past: Past) -> None:
    """A merge brings what the other side had; it executes only what is its own."""
    base = past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    left = past.commit({"dvc.lock": lock(a="x > y", b="y > l")}, at=2)
    right = past.commit({"dvc.lock": lock(a="x > y", c="y > r")}, "side", at=3, parents=("main~1",))
    merged = past.commit(
        {"dvc.lock": lock(a="x > y", b="y > l", c="y > r", d="l > z")},
        at=4,
        parents=("main", "side"),
    )
    past.imports()
    expected = [
        ("a", "observed", base),
        ("b", "observed", left),
        ("c", "observed", right),
        ("d", "observed", merged),
    ]

    assert expected == past.executions()
    assert [*past.facts("commit")[-1]["entries"]] == ["c", "d"]


def test_nothing_is_said_twice_however_often_it_is_imported(past: Past) -> None:
    """The second time there is nothing to look at; then only what is new."""
    past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    first = past.imports()
    again = past.imports()
    past.commit({"dvc.lock": lock(a="x > y", b="y > z")}, at=2)
    third = past.imports()

    assert [(1, 1), (0, 0), (1, 1)] == [
        (each.looked_at, each.executions) for each in (first, again, third)
    ]


def test_who_stops_it_goes_on_from_there(past: Past, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in the ledger is not read again."""
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    for at in range(3):
        past.commit({"dvc.lock": lock(a=f"x > y:{at}")}, at=at)

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with past.ledger() as (ws, ledger), pytest.raises(KeyboardInterrupt):
        importing.import_history(ws, ledger, Range(BRANCHES), stop)
    rest = past.imports()

    assert (1, 1, 3) == (rest.looked_at, rest.executions, len(past.executions()))


def test_who_lost_the_memory_of_what_was_imported_repeats_nothing(past: Past) -> None:
    """Somebody else may have imported the same history, whose facts arrived here."""
    past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    past.imports()
    with past.ledger() as (_, ledger), ledger.store.writing():
        ledger.store.run("set_backfill_tips", "backfill:", "[]")
    again = past.imports()

    assert (1, 0, 0, 1) == (again.looked_at, again.executions, again.commits, again.known)


def test_the_same_history_is_the_same_facts_for_everybody(past: Past, tmp_path: Path) -> None:
    """Ids follow from the commit and the entry."""
    past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    ids = []
    for name in ("one", "other"):
        place = f"{tmp_path}/{name}.db"
        past.imports(place=place)
        with past.ledger(place) as (_, ledger):
            ids.append(ledger.store.select("select id from facts order by num", []))

    assert ids[0] == ids[1]


def test_every_store_can_be_imported_into(past: Past, place: str) -> None:
    """SQLite and Postgres take the same facts."""
    past.commit({"dvc.lock": lock(a="x > y"), "x.dvc": added("x", "x")}, at=1)
    done = past.imports(place=place)
    again = past.imports(place=place)

    assert ((2, 1), (0, 0)) == ((done.executions, done.commits), (again.looked_at, again.commits))


def test_what_is_broken_is_named_and_left_out(past: Past) -> None:
    """The commits before and after are as good as ever."""
    past.commit({"dvc.lock": lock(a="x > y"), "x.dvc": added("x", "1")}, at=1)
    broken = past.commit({"dvc.lock": "<<<<<<< ours\nstages: {", "x.dvc": b"\xff\xfe"}, at=2)
    past.commit({"dvc.lock": lock(a="x > z"), "x.dvc": added("x", "2")}, at=3)
    done = past.imports()
    expected = [("dvc.lock", 1, broken), ("x.dvc", 1, broken)]

    assert expected == [each[:3] for each in done.broken]
    assert ["a", "x.dvc", "a", "x.dvc"] == [stage for stage, _, _ in past.executions()]


def test_a_lock_that_spells_what_is_no_text_is_left_out(past: Past) -> None:
    """No database keeps it."""
    past.commit({"dvc.lock": lock(a="x > y").replace("do a", '"do \\0 \\ud800"')}, at=1)
    done = past.imports()

    assert (["dvc.lock"], 0) == ([each.path for each in done.broken], done.executions)


def test_locks_of_old_and_files_with_commands_are_read(past: Past) -> None:
    """DVC 0.x, 1.x, 2.x and 3.x left these."""
    stage_file = (
        f"md5: {'0' * 32}\ncmd: python t.py\nwdir: .\ndeps:\n- md5: {md5('a')}\n  path: a\n"
    )
    stage_file += "- path: params.yaml\n  params:\n    lr: 0.1\n"
    stage_file += f"outs:\n- md5: {md5('b')}\n  path: b\n  cache: true\n  metric: true\n"
    schema_1 = f"train:\n  cmd: do it\n  deps:\n  - path: a\n    md5: {md5('a')}\n"
    past.commit({"t.dvc": stage_file}, at=1)
    past.commit({"dvc.lock": schema_1}, at=2)
    past.commit({"dvc.lock": lock(train="a > m")}, at=3)
    done = past.imports()
    found = [(each["stage"], each["status"]) for each in past.facts("execution")]
    first = past.facts("execution")[0]

    assert ((), [("t.dvc", "observed"), *[("train", "observed")] * 2]) == (done.broken, found)
    assert first["params"] == {"params.yaml": {"lr": 0.1}}
    assert first["makes"] == [{"path": "b", "oid": md5("b"), "role": "metric"}]


def test_paths_of_a_sub_directory_are_from_the_root(past: Past) -> None:
    """Stages there have an address, and a working directory of their own."""
    pipeline = "stages:\n  t:\n    cmd: do t\n    wdir: w\n    deps: [../i]\n    outs: [o]\n"
    past.commit({"sub/dvc.yaml": pipeline, "sub/dvc.lock": lock(t="../i > o")}, at=1)
    past.imports()
    (found,) = past.facts("execution")

    assert ("sub/dvc.yaml:t", "sub/w", "sub/i", "sub/w/o") == (
        found["stage"],
        found["wdir"],
        found["uses"][0]["path"],
        found["makes"][0]["path"],
    )


def test_outputs_of_stages_from_templates_have_their_roles(past: Past) -> None:
    """The template is filled in with the values of its commit."""
    pipeline = (
        "stages:\n  t:\n    foreach: [one]\n    do:\n      cmd: do ${item}\n"
        "      metrics: ['${dir}/${item}.json']\nvars: [v.yaml]\n"
    )
    said = (
        "stages:\n  t@one:\n    cmd: do one\n    outs:\n"
        f"    - path: out/one.json\n      hash: md5\n      md5: {md5('m')}\nschema: '2.0'\n"
    )
    past.commit({"dvc.yaml": pipeline, "v.yaml": "dir: out\n", "dvc.lock": said}, at=1)
    past.imports()

    assert [each["makes"][0].get("role") for each in past.facts("execution")] == ["metric"]


def test_a_project_below_the_root_of_its_repository_has_its_own_past(tmp_path: Path) -> None:
    """Other projects beside it, and nested in it, are not it."""
    past = Past.begin(tmp_path / "repo", "here")
    past.commit(
        {
            "here/.dvc/config": "",
            "here/x.dvc": added("x", "1"),
            "here/nested/.dvc/config": "",
            "here/nested/y.dvc": added("y", "1"),
            "there/z.dvc": added("z", "1"),
        },
        at=1,
    )
    past.imports()

    assert ["x.dvc"] == [stage for stage, _, _ in past.executions()]


def test_a_shallow_clone_begins_where_it_was_cut(past: Past, tmp_path: Path) -> None:
    """What it has at first is observed in the first commit it has; the rest may come later."""
    past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    past.commit({"dvc.lock": lock(a="x > z")}, at=2)
    last = past.commit({"x.dvc": added("x", "1"), ".dvc/config": ""}, at=3)
    clone = tmp_path / "clone"
    words = ["git", "clone", "-q", "--depth", "1", f"file://{past.root}", str(clone)]
    subprocess.run(words, check=True)
    shallow = Past(clone, clone)
    shallow.imports()
    found = sorted(shallow.executions())
    shallow.git("fetch", "-q", "--unshallow")

    assert [("a", "observed", last), ("x.dvc", "added", last)] == found
    assert (3, 1) == (shallow.imports().looked_at, len(shallow.executions()) - 2)


def test_a_range_leaves_the_rest_for_later(past: Past) -> None:
    """What is excluded is not remembered as imported."""
    past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    past.commit({"dvc.lock": lock(a="x > z")}, at=2)
    git_dir = f"{past.root}/.git"
    some = past.imports(parse_range(git_dir, "main~1..main"))
    rest = past.imports()

    assert (1, 2, 1) == (some.looked_at, rest.looked_at, rest.executions)


def test_a_renamed_stage_is_another_one(past: Past) -> None:
    """Of the old one the commit says that it is gone."""
    past.commit({"dvc.lock": lock(a="x > y")}, at=1)
    past.commit({"dvc.lock": lock(b="x > y")}, at=2)
    past.imports()
    last = past.facts("commit")[-1]

    assert (["b"], ["a"]) == ([*last["entries"]], last["gone"])


def test_without_any_record_there_is_nothing_to_tell(past: Past) -> None:
    """Nor in a repository without a commit."""
    empty = past.imports(Range(("--branches",)))
    past.commit({"README": "x"}, at=1)
    done = past.imports()

    assert (0, 1, 0) == (empty.looked_at, done.looked_at, done.commits)


def test_what_directories_hold_is_listed_as_differences(past: Past) -> None:
    """Of those whose lists are in the cache."""
    lists = [
        '[{"md5": "%s", "relpath": "a"}, {"md5": "%s", "relpath": "b"}, '  # noqa: UP031
        '{"md5": "%s", "relpath": "c"}]' % (md5(first), md5("b"), md5("c"))
        for first in ("a1", "a2")
    ]
    oids = [f"{md5(text)}.dir" for text in lists]
    for text, oid in zip(lists, oids, strict=True):
        place = past.project / ".dvc/cache/files/md5" / oid[:2] / oid[2:]
        place.parent.mkdir(parents=True)
        place.write_text(text)
    for at, oid in enumerate((*oids, f"{md5('gone')}.dir")):
        record = added("d", "x").replace(md5("x"), oid)
        past.commit({"d.dvc": record}, at=at)
    past.imports()
    members = {"a": md5("a1"), "b": md5("b"), "c": md5("c")}
    expected = [
        {"oid": oids[0], "base": None, "added": members, "removed": {}},
        {
            "oid": oids[1],
            "base": oids[0],
            "added": {"a": md5("a2")},
            "removed": {"a": md5("a1")},
        },
    ]

    assert expected == past.facts("listing")
