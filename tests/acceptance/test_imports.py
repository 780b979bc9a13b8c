"""Data from elsewhere, beside real dvc: the same bucket, server or project, the same files."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from typing import TYPE_CHECKING

import pytest

from lineal.pipeline.documents.emit import emit_yaml
from tests.acceptance.harness.compare import differences
from tests.acceptance.harness.pair import Pair
from tests.acceptance.harness.snapshot import take_snapshot
from tests.servers.http import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.acceptance.harness.project import Project
    from tests.acceptance.harness.snapshot import Entry, Snapshot
    from tests.servers.http import HttpServer
    from tests.servers.s3 import S3Server
    from tests.servers.ssh import SshServer


class Bucket:
    """One bucket that both tools look into."""

    def __init__(self, server: S3Server, *, versions: bool = False) -> None:
        self.server = server
        self.name = server.new_bucket()
        if versions:
            server.client.put_bucket_versioning(
                Bucket=self.name, VersioningConfiguration={"Status": "Enabled"}
            )

    @property
    def url(self) -> str:
        return f"s3://{self.name}"

    def put(self, **files: str) -> None:
        for name, content in files.items():
            self.server.put(self.name, name.replace("__", "/"), content.encode())


@pytest.fixture
def cloud(pair: Pair, s3: S3Server) -> Pair:
    return Pair(*(p._replace(env={**p.env, **s3.environment()}) for p in pair))


def run(pair: Pair, *argv: str) -> None:
    """Both succeed or both fail, and the same is in the project."""
    pair.ask(*argv)
    before, after = (_without_lists_of_etags(take_snapshot(project)) for project in pair)
    found = differences(before, after)
    assert found == [], f"after {' '.join(argv)}:\n" + "\n".join(found)


def _without_lists_of_etags(taken: Snapshot) -> Snapshot:
    """DVC keeps the list of a remote directory's ETags in its cache, as if it were data, and
    what it fetched of partial imports a second time."""
    kept = {path: entry for path, entry in taken.cache.items() if _is_data(path, entry)}
    parents = {os.path.dirname(path) for path in kept}
    return taken._replace(
        cache={p: e for p, e in kept.items() if e.kind != "dir" or p in parents},
    )


def _is_data(path: str, entry: Entry) -> bool:
    return not path.startswith(".dvc/cache/fs") and b'{"etag"' not in entry.content


def lose(pair: Pair, *names: str) -> None:
    """As after a clone."""
    for project in pair:
        for name in (*names, ".dvc/cache"):
            path = project.root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def test_a_file_and_a_directory_of_a_bucket(cloud: Pair, s3: S3Server) -> None:
    """Also through a remote's name, and into a directory that is there."""
    bucket = Bucket(s3)
    bucket.put(d__x="x", d__sub__y="yy", other="z")
    cloud.write({"here/.keep": "", ".dvc/config": f"['remote \"st\"']\n    url = {bucket.url}\n"})
    run(cloud, "import-url", f"{bucket.url}/d/x")
    run(cloud, "import-url", "remote://st/d", "here")


def test_updates_follow_the_bucket(cloud: Pair, s3: S3Server) -> None:
    """What people wrote into the file stays. A thawed import follows in a run."""
    bucket = Bucket(s3)
    bucket.put(d__x="x", d__y="y")
    cloud.ask("import-url", f"{bucket.url}/d/x")
    cloud.ask("import-url", "--no-exec", f"{bucket.url}/d")
    cloud.edit(
        lambda project: _edit(project, "x.dvc", "md5:", "# of the office\ndesc: hourly\nmd5:")
    )
    bucket.put(d__x="new")
    run(cloud, "update", "x.dvc", "d.dvc")
    cloud.edit(lambda project: _edit(project, "x.dvc", "frozen: true\n", ""))
    bucket.put(d__x="newer")
    run(cloud, "repro", "x.dvc")


def _edit(project: Project, name: str, old: str, new: str) -> None:
    (project.root / name).write_text(project.read(name).replace(old, new, 1))


def test_partial_imports_are_pulled_from_their_source(cloud: Pair, s3: S3Server) -> None:
    """Their files do not change by that; a run records what they are."""
    bucket = Bucket(s3)
    bucket.put(d__x="x", d__y="y")
    run(cloud, "import-url", "--no-download", f"{bucket.url}/d")
    cloud.ask("pull", "d.dvc")
    files = [{p: project.read(p) for p in ("d/x", "d/y", "d.dvc")} for project in cloud]
    assert files[0] == files[1]
    lose(cloud, "d")
    run(cloud, "repro", "d.dvc")


def test_versions_of_a_cloud(cloud: Pair, s3: S3Server) -> None:
    """Recorded, told of, followed, and pulled again when the bucket has moved on."""
    bucket = Bucket(s3, versions=True)
    bucket.put(f="1", d__x="1", d__y="2")
    run(cloud, "import-url", "--version-aware", f"{bucket.url}/f")
    run(cloud, "import-url", "--version-aware", f"{bucket.url}/d")
    bucket.put(f="2", d__x="11")
    cloud.assert_same_status()
    run(cloud, "update", "f.dvc", "d.dvc")
    bucket.put(f="3", d__x="111")
    lose(cloud, "f", "d")
    cloud.ask("pull", "f.dvc", "d.dvc")
    assert ("2", "11") == (cloud.lineal.read("f"), cloud.lineal.read("d/x"))


def test_to_a_remote_and_not_here(cloud: Pair, s3: S3Server) -> None:
    """The remotes are alike, too; dvc leaves its temporary files behind."""
    bucket = Bucket(s3)
    bucket.put(d__x="x", d__y="y")
    cloud.write({".dvc/config": "[core]\n    remote = r\n['remote \"r\"']\n    url = ../../r\n"})
    run(cloud, "import-url", "--to-remote", f"{bucket.url}/d")
    kept = [
        {path.name for path in (p.root.parent / "r").rglob("*") if path.suffix != ".tmp"}
        for p in cloud
    ]
    assert kept[0] == kept[1]


def test_stages_depend_on_urls_and_write_to_them(cloud: Pair, s3: S3Server) -> None:
    """The lock is the same, and so is what is found changed."""
    bucket = Bucket(s3)
    bucket.put(d__x="x", d__y="y")
    put = f"curl -s -X PUT --data-binary @b {s3.endpoint}/{bucket.name}/out.txt"
    stages = {
        "a": {"cmd": "echo 1 > a", "deps": [f"{bucket.url}/d", "remote://st/d/x"], "outs": ["a"]},
        "b": {
            "cmd": f"cp a b; {put}",
            "deps": ["a"],
            "outs": ["b", {f"{bucket.url}/out.txt": {"cache": False}}],
        },
        "c": {"cmd": "echo 3 > c", "deps": [f"{bucket.url}/out.txt"], "outs": ["c"]},
    }
    config = f"['remote \"st\"']\n    url = {bucket.url}\n"
    cloud.write({"dvc.yaml": emit_yaml({"stages": stages}), ".dvc/config": config})
    run(cloud, "repro")
    bucket.put(d__x="again")
    s3.client.delete_object(Bucket=bucket.name, Key="out.txt")
    cloud.assert_same_status()
    run(cloud, "repro")


def test_a_web_server_in_its_own_words(pair: Pair, http: HttpServer) -> None:
    """Its ETag with the quotes; and through a redirect."""
    http.objects["/a.csv"] = b"a,b\n"
    http.redirects["/latest.csv"] = "/a.csv"
    run(pair, "import-url", f"{http.endpoint}/latest.csv")
    http.objects["/a.csv"] = b"a,b,c\n"
    run(pair, "update", "latest.csv.dvc")


def test_paths_of_this_machine(pair: Pair) -> None:
    """Inside and outside of the project; what may be executed is not data."""
    for project in pair:
        elsewhere = project.root.parent / "elsewhere"
        elsewhere.mkdir()
        (elsewhere / "one").write_text("1")
    pair.write({"sub/run.sh": "true\n"})
    pair.edit(lambda project: (project.root / "sub/run.sh").chmod(0o755))
    run(pair, "import-url", "sub/run.sh")
    run(pair, "import-url", "../elsewhere", "out")
    run(pair, "import-url", "sub/run.sh")
    run(pair, "import-url", "-f", "../elsewhere/one", "run.sh")


def test_an_ssh_server_s_files_are_known_by_their_bytes(project: Project, ssh: SshServer) -> None:
    """It has no word for what they are; DVC hashes them, too."""
    (ssh.root / "d").mkdir()
    (ssh.root / "d" / "x").write_bytes(b"x")
    (project.root.parent / "home" / ".ssh").mkdir()
    (project.root.parent / "home" / ".ssh" / "known_hosts").write_text(ssh.known_hosts_line())
    settings = [f"{key}={value}" for key, value in ssh.settings().items()]
    done = project.lineal("import-url", f"{ssh.url}/d", "--fs-config", *settings)
    assert done.ok, done.stderr
    text = project.read("d.dvc")
    assert 2 == text.count(".dir\n  size: 1\n  nfiles: 1\n")


@pytest.fixture
def other(make_project: Callable[[str], Project]) -> Project:
    """Somebody else's project: two commits ago to be tagged, data on a remote, a file in Git."""
    made = make_project("other")
    made.write({"plain.txt": "in git", "data/a": "aaa", "data/sub/b": "b", "big": "x" * 100})
    assert made.dvc("add", "data", "big").ok
    assert made.dvc("remote", "add", "-d", "r", os.fspath(made.root.parent / "r")).ok
    made.run("git", "add", "-A")
    made.run("git", "commit", "-qm", "one")
    made.run("git", "tag", "v1")
    assert made.dvc("push").ok
    return made


def move_on(other: Project) -> None:
    other.write({"plain.txt": "in git, later", "data/a": "AAAA"})
    assert other.dvc("add", "data").ok
    other.run("git", "add", "-A")
    other.run("git", "commit", "-qm", "two")
    assert other.dvc("push").ok


def test_data_of_another_project(pair: Pair, other: Project) -> None:
    """Tracked or in Git, whole or in part, at a tag, behind a URL, and recorded only."""
    here, url = os.fspath(other.root), f"file://{other.root}"
    run(pair, "import", here, "data")
    run(pair, "import", url, "data/sub", "-o", "part", "--rev", "v1")
    run(pair, "import", here, "plain.txt", "--no-download")
    run(pair, "import", url, "data", "-o", "x", "--rev", "nope")


def test_other_projects_move_on(pair: Pair, other: Project) -> None:
    """Status says so, update follows, pull brings what is on record."""
    url = f"file://{other.root}"
    run(pair, "import", url, "data")
    run(pair, "import", url, "plain.txt", "--rev", "v1")
    move_on(other)
    pair.assert_same_status()
    run(pair, "update", "plain.txt.dvc", "--rev", "master")
    run(pair, "update", "data.dvc", "--rev", "v1")
    lose(pair, "data")
    pair.ask("pull", "data.dvc")
    assert "aaa" == pair.lineal.read("data/a")


def test_a_server_that_breaks_off_leaves_nothing_half_written(
    project: Project, http: HttpServer
) -> None:
    """The file is named; neither data nor record appear, and the next try succeeds."""
    http.objects["/big"] = b"x" * 100_000
    http.ranges = False
    http.fail("GET", Fault(cut=1000), times=10)
    done = project.lineal("import-url", f"{http.endpoint}/big")
    assert (1, True) == (done.exit_code, "big" in done.stderr)
    assert not (project.root / "big").exists()
    assert not (project.root / "big.dvc").exists()
    http.faults.clear()
    assert project.lineal("import-url", f"{http.endpoint}/big").ok


def test_a_partial_import_whose_source_moved_on_is_named(
    project: Project, http: HttpServer
) -> None:
    """Other data than what is on record is not brought under its name."""
    http.objects["/f"] = b"1"
    assert project.lineal("import-url", "--no-download", f"{http.endpoint}/f").ok
    http.objects["/f"] = b"2"
    done = project.lineal("pull")
    assert (1, True) == (done.exit_code, "lineal update f.dvc" in done.stderr)


def test_one_question_for_each_url(project: Project, http: HttpServer) -> None:
    """And none of the data."""
    names = [f"f{number}" for number in range(5)]
    http.objects.update({f"/{name}": b"1" for name in names})
    deps = [f"{http.endpoint}/{name}" for name in names]
    stage = {"stages": {"s": {"cmd": "echo 1 > out", "deps": deps, "outs": ["out"]}}}
    project.write({"dvc.yaml": emit_yaml(stage)})
    assert project.lineal("run").ok
    http.requests.clear()
    assert {} == json.loads(project.lineal("status", "--json").stdout)
    assert sorted(("HEAD", f"/{name}") for name in names) == sorted(http.requests)


def test_an_interrupted_import_leaves_nothing(project: Project, http: HttpServer) -> None:
    """Neither data nor record, nor a part of an object."""
    http.objects["/f"] = b"1"
    http.fail("GET", Fault(seconds=1))
    process = project.start(
        os.fspath(project.tools.lineal), "import-url", f"{http.endpoint}/f", "out"
    )
    deadline = time.monotonic() + 30
    while ("GET", "/f") not in http.requests and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    left = [path.name for path in (project.root / ".dvc/cache").rglob("*") if path.is_file()]
    assert ([], False) == (left, (project.root / "out.dvc").exists())
