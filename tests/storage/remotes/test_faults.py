"""Servers that fail, and what is made of it: tried again, or named, and never with a secret."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from lineal.base.errors import ConfigError, RemoteDenied, RemoteError
from lineal.storage.config import Config
from lineal.storage.remotes import client, retry
from lineal.storage.remotes.opening import open_remote
from tests.servers.http import HEADER, PASSWORD, USER, Fault
from tests.servers.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lineal.storage.remotes.port import Remote
    from tests.servers.http import HttpServer
    from tests.servers.s3 import S3Server
    from tests.servers.ssh import SshServer

DATA = bytes(range(256)) * 8192


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many attempts as always, sooner after each other."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.001)
    monkeypatch.setattr(client, "FIRST_WAIT", 0.001)


def remote_of(url: str, **settings: str) -> Remote:
    return open_remote(Config(remotes={"r": {"url": url, **settings}}), "r")


@pytest.fixture
def s3_front(http: HttpServer) -> Remote:
    """An S3 client in front of a server that fails when it is told to."""
    http.objects["/bucket/x/key"] = DATA
    return remote_of(
        "s3://bucket/x",
        endpointurl=http.endpoint,
        access_key_id="AKIA",
        secret_access_key="hunter2",  # noqa: S106  of no server
        region="us-east-1",
    )


@pytest.fixture
def web(http: HttpServer) -> Remote:
    http.objects["/x/key"] = DATA
    return remote_of(f"{http.endpoint}/x")


@pytest.mark.parametrize("client", ["s3_front", "web"])
@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_fails_for_a_while_is_asked_again(
    client: str, status: int, http: HttpServer, request: pytest.FixtureRequest
) -> None:
    """Twice, and then it works."""
    remote: Remote = request.getfixturevalue(client)
    http.fail("GET", Fault(status=status), times=2)

    assert (DATA, 3) == (remote.read("key"), len(http.requests))


@pytest.mark.parametrize("client", ["s3_front", "web"])
def test_a_server_that_keeps_failing_is_named_after_a_few_attempts(
    client: str, http: HttpServer, request: pytest.FixtureRequest
) -> None:
    """Bounded by number; the status is in the message."""
    remote: Remote = request.getfixturevalue(client)
    http.fail("HEAD", Fault(status=503), times=50)

    with pytest.raises(RemoteError, match=r"remote 'r'.*the server fails \(503"):
        remote.head("key")
    assert retry.RETRIES + 1 == len(http.requests)


@pytest.mark.parametrize("client", ["s3_front", "web"])
def test_a_body_that_breaks_off_is_continued(
    client: str, http: HttpServer, request: pytest.FixtureRequest
) -> None:
    """From where it broke, not from the beginning."""
    remote: Remote = request.getfixturevalue(client)
    http.fail("GET", Fault(cut=1_500_000))

    assert DATA == b"".join(remote.stream("key"))
    assert 2 == len(http.requests)


@pytest.mark.parametrize("client", ["s3_front", "web"])
def test_a_body_that_always_breaks_off_is_an_error_and_never_a_short_object(
    client: str, http: HttpServer, request: pytest.FixtureRequest
) -> None:
    """The object is named."""
    remote: Remote = request.getfixturevalue(client)
    http.fail("GET", Fault(cut=0), times=50)

    with pytest.raises(RemoteError, match=r"remote 'r'.*key: the answer broke off"):
        list(remote.stream("key"))


def test_an_object_that_changed_meanwhile_is_not_pieced_together(
    web: Remote, http: HttpServer
) -> None:
    """The rest is asked for only of the bytes that began."""
    http.fail("GET", Fault(cut=1_500_000))
    pieces = web.stream("key")
    next(pieces)
    http.objects["/x/key"] = DATA[::-1]

    with pytest.raises(RemoteError, match="broke off"):
        list(pieces)


def test_a_server_without_ranges_is_read_all_the_same(web: Remote, http: HttpServer) -> None:
    """What is not asked for is thrown away as it comes."""
    http.ranges = False

    assert DATA[1_000_000:1_000_100] == web.read_range("key", 1_000_000, 100)


def test_a_server_that_refuses_head_is_asked_for_one_byte(web: Remote, http: HttpServer) -> None:
    """The size is in the answer."""
    http.refuses_head = True

    info = web.head("key")

    assert info is not None
    assert len(DATA) == info.size


def test_an_upload_is_sent_again_from_its_beginning(
    http: HttpServer, tmp_path: Path, web: Remote
) -> None:
    """And its progress is told once."""
    (tmp_path / "file").write_bytes(DATA)
    http.fail("POST", Fault(status=503), times=2)
    sent: list[int] = []

    web.upload("new", str(tmp_path / "file"), sent.append)

    assert (DATA, len(DATA)) == (http.objects["/x/new"], sum(sent))


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_the_method_that_uploads_can_be_chosen(method: str, http: HttpServer) -> None:
    """POST is DVC's."""
    more = {} if method == "POST" else {"method": "put"}

    remote_of(f"{http.endpoint}/x", **more).write("key", b"1")

    assert [(method, "/x/key")] == http.requests


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("basic", {"auth": "basic", "user": USER, "password": PASSWORD}),
        ("digest", {"auth": "digest", "user": USER, "password": PASSWORD}),
        ("header", {"auth": "custom", "custom_auth_header": HEADER, "password": PASSWORD}),
    ],
)
def test_a_web_server_may_want_to_know_who_we_are(
    kind: str, settings: dict[str, str], http: HttpServer
) -> None:
    """The right password opens, another does not, and it is in no message."""
    http.auth = kind
    remote_of(f"{http.endpoint}/x", **settings).write("key", b"1")

    wrong = remote_of(f"{http.endpoint}/x", **{**settings, "password": "hunter2"})
    with pytest.raises(RemoteDenied, match=r"access is denied \(401") as caught:
        wrong.read("key")

    assert b"1" == http.objects["/x/key"]
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}{wrong!r}"


def test_a_user_in_the_url_logs_in(http: HttpServer) -> None:
    """And is not shown."""
    http.auth = "basic"
    where = http.endpoint.replace("//", f"//{USER}:{PASSWORD}@")

    remote = remote_of(f"{where}/x")
    remote.write("key", b"1")

    assert (b"1", f"{http.endpoint}/x") == (remote.read("key"), remote.url)


def test_a_redirect_is_followed_and_takes_no_password_along(http: HttpServer) -> None:
    """A server may keep the bytes elsewhere."""
    http.objects["/elsewhere"] = b"here"
    http.redirects["/x/key"] = f"http://localhost:{http.port}/elsewhere"
    remote = remote_of(f"{http.endpoint}/x", auth="basic", user=USER, password=PASSWORD)

    assert b"here" == remote.read("key")


@pytest.mark.parametrize("what", ["list", "remove"])
def test_what_http_cannot_do_is_said(what: str, web: Remote) -> None:
    """With what can."""
    with pytest.raises(RemoteError, match="over HTTP nobody can"):
        list(web.list()) if what == "list" else web.remove(["key"])


@pytest.mark.parametrize("status", [401, 403])
def test_credentials_that_are_wrong_are_not_tried_again(
    status: int, s3_front: Remote, http: HttpServer
) -> None:
    """The hint says where they come from."""
    http.fail("GET", Fault(status=status), times=5)

    with pytest.raises(RemoteDenied, match="access is denied") as caught:
        s3_front.read("key")

    assert 1 == len(http.requests)
    assert "profile" in (caught.value.hint or "")
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}{s3_front!r}"


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("s3://bucket/x", {"access_key_id": "a", "secret_access_key": "b", "region": "eu"}),
        ("gs://bucket/x", {"allow_anonymous_login": "true"}),
        ("azure://box/x", {}),
        ("http://127.0.0.1:{port}/x", {}),
        ("ssh://127.0.0.1:{port}/x", {"user": "a", "password": "b"}),
    ],
)
def test_a_port_where_nobody_listens_is_named(url: str, settings: dict[str, str]) -> None:
    """As a refused connection, with a hint, within the bounds of the schedule."""
    port = free_port()
    where = f"http://127.0.0.1:{port}"
    if url.startswith("azure"):
        key = "QUFBQQ=="
        settings = {"connection_string": f"AccountName=a;AccountKey={key};BlobEndpoint={where}/a"}
    elif url.startswith(("s3", "gs")):
        settings = {**settings, "endpointurl": where}

    with pytest.raises(RemoteError, match="the connection was refused") as caught:
        remote_of(url.format(port=port), **settings).head("key")

    assert "is the server running" in (caught.value.hint or "")


@pytest.mark.parametrize("url", ["http://no-such-host.invalid/x", "ssh://no-such-host.invalid/x"])
def test_a_host_that_does_not_exist_is_named(url: str) -> None:
    """With the setting to look at."""
    with pytest.raises(RemoteError, match=r"no such host|no answer") as caught:
        remote_of(url, user="a", password="b").head("key")  # noqa: S106  of no server

    assert "no-such-host.invalid" in caught.value.message


def test_a_server_that_says_nothing_is_given_up(http: HttpServer) -> None:
    """After the time that was allowed."""
    http.fail("HEAD", Fault(seconds=3), times=10)
    remote = remote_of(f"{http.endpoint}/x", read_timeout="0.2")

    with pytest.raises(RemoteError, match="no answer in time"):
        remote.head("key")


@pytest.mark.parametrize("call", ["head", "read", "list", "write"])
def test_a_bucket_that_does_not_exist_is_not_an_empty_one(call: str, s3: S3Server) -> None:
    """Whatever is asked first."""
    remote = remote_of("s3://no-such-bucket/x", **s3.settings())
    ask: dict[str, Callable[[], object]] = {
        "head": lambda: remote.head("key"),
        "read": lambda: remote.read("key"),
        "list": lambda: list(remote.list()),
        "write": lambda: remote.write("key", b""),
    }

    with pytest.raises(RemoteError, match=r"there is no such bucket \(NoSuchBucket\)"):
        ask[call]()


def test_without_any_credentials_the_first_question_says_so(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a metadata service that was turned off."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    with pytest.raises(RemoteDenied, match="no credentials were found"):
        remote_of("s3://bucket/x", endpointurl=s3.endpoint)


def test_what_is_in_a_directory_that_is_gone_is_missing_with_a_word_about_the_directory(
    tmp_path: Path,
) -> None:
    """An unmounted share is not an empty remote."""
    with pytest.raises(RemoteError, match="the remote's directory does not exist"):
        remote_of(str(tmp_path / "nowhere")).read("key")


def test_a_directory_that_may_not_be_read_is_denied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not empty. Root, who runs many tests, may read everything."""

    def refuse(path: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr("os.scandir", refuse)

    with pytest.raises(RemoteDenied, match="Permission denied"):
        list(remote_of(str(tmp_path)).list())


def test_the_wrong_password_is_denied(ssh: SshServer) -> None:
    """Once, without a question on the terminal."""
    remote = remote_of(f"{ssh.url}/x", **{**ssh.settings(), "password": "hunter2"})

    with pytest.raises(RemoteDenied, match="access is denied") as caught:
        remote.head("key")

    remote.close()
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}{remote!r}"


def test_a_key_logs_in_too(ssh: SshServer) -> None:
    """As `keyfile`, with the user in the URL."""
    where = ssh.url.replace("//", "//ada@")

    remote = remote_of(f"{where}/keys", keyfile=str(ssh.keyfile))
    remote.write("key", b"1")
    remote.close()

    assert b"1" == (ssh.root / "keys" / "key").read_bytes()


@pytest.mark.parametrize("known", ["right", "wrong", "other"])
def test_a_host_key_must_be_the_one_that_is_known(
    known: str, ssh: SshServer, tmp_path: Path
) -> None:
    """A host nobody knows yet is accepted, as in DVC; one that changed is not."""
    line = ssh.known_hosts_line()
    kind, _, key = (ssh.keyfile.with_suffix(".pub")).read_text().partition(" ")
    text = {
        "right": line,
        "wrong": f"[127.0.0.1]:{ssh.port} {kind} {key}",
        "other": line.replace("127.0.0.1", "192.0.2.1"),
    }
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh" / "known_hosts").write_text(text[known])
    remote = remote_of(f"{ssh.url}/x", **ssh.settings())

    if known == "wrong":
        with pytest.raises(RemoteDenied, match="the server's key is not the one in known_hosts"):
            remote.head("key")
    else:
        assert remote.head("key") is None
    remote.close()


def test_a_key_file_that_is_not_there_is_named(ssh: SshServer, tmp_path: Path) -> None:
    """It is a setting, so the setting is wrong."""
    remote = remote_of(f"{ssh.url}/x", user=USER, keyfile=str(tmp_path / "none"))

    with pytest.raises(ConfigError, match="there is no key file"):
        remote.head("key")
    remote.close()
