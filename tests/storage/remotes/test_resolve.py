"""Which remote is meant, and what it says: names, references, kinds and settings."""

from __future__ import annotations

import sys

import pytest

from lineal.base.errors import ConfigError
from lineal.storage.config import Config, Core
from lineal.storage.remotes.opening import open_remote, open_url
from lineal.storage.remotes.resolve import place_of, place_of_url, remote_name

REMOTES = {
    "server": {"url": "ssh://host/srv", "user": "root", "port": "22", "ask_password": "true"},
    "images": {"url": "remote://server/pictures", "user": "ada", "ask_password": "false"},
    "deep": {"url": "remote://images/x/"},
    "loop": {"url": "remote://loop2/x"},
    "loop2": {"url": "remote://loop/y"},
    "drive": {"url": "gdrive://folder"},
    "folder": {"url": "/data/remote"},
    "bad": {"url": "remote://server/x", "region": "eu"},
}
CONFIG = Config(core=Core(remote="server"), remotes=REMOTES)


def test_a_reference_has_the_others_settings_below_its_own() -> None:
    """And its path below the other's, through any number of them."""
    place = place_of(CONFIG, "deep")

    expected = ("ssh://host/srv/pictures/x", "ada", 22.0, False)
    assert expected == (
        place.address.shown.rstrip("/"),
        place.text("user"),
        place.number("port"),
        place.flag("ask_password"),
    )


def test_what_is_given_goes_over_what_is_configured() -> None:
    """As `--remote-config`, and as `remote_config` in Python."""
    assert "eve" == place_of(CONFIG, "server", {"user": "eve"}).text("user")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("loop", "in a circle: loop -> loop2 -> loop"),
        ("drive", "no Google Drive remotes"),
        ("bad", "remote.bad.region: unknown setting"),
    ],
)
def test_what_cannot_be_opened_is_said_in_words(name: str, message: str) -> None:
    """Each with a command."""
    with pytest.raises(ConfigError, match=message) as caught:
        place_of(CONFIG, name)

    assert "lineal" in (caught.value.hint or "") or "dvc push" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("config", "name", "message", "hint"),
    [
        (CONFIG, "imags", "remote 'imags' doesn't exist; did you mean 'images'", "remote list"),
        (Config(remotes=REMOTES), None, "none is the default; there is server", "remote default"),
        (Config(), None, "no remote: this project", "lineal remote add -d"),
    ],
)
def test_a_remote_that_is_not_there(
    config: Config, name: str | None, message: str, hint: str
) -> None:
    """Named wrongly, not named, or none at all."""
    with pytest.raises(ConfigError, match=message) as caught:
        remote_name(config, name)

    assert hint in (caught.value.hint or "")


def test_names_are_not_case_sensitive() -> None:
    """As in DVC."""
    assert ["images", "server"] == [remote_name(CONFIG, "Images"), remote_name(CONFIG, None)]


@pytest.mark.parametrize(
    ("url", "root", "key"),
    [
        ("remote://folder/a/b", "/", "data/remote/a/b"),
        ("/tmp/x", "/", "tmp/x"),  # noqa: S108  no file is opened
        ("https://host:8/a%20b/c?d=e", "https://host:8/", "a%20b/c?d=e"),
        ("ssh://host/a/b", "ssh://host/", "a/b"),
        ("remote://images/c", "ssh://host/", "srv/pictures/c"),
    ],
)
def test_a_url_is_a_place_and_a_key_there(url: str, root: str, key: str) -> None:
    """The bucket, host or root directory; nothing is asked of it yet."""
    remote, found = open_url(CONFIG, url)

    assert (root, key) == (remote.url, found)


def test_a_place_does_not_show_its_settings() -> None:
    """There may be secrets among them."""
    place = place_of_url(Config(), "s3://u/x", {"secret_access_key": "hunter2"})

    assert ("hunter2", "Place('', 's3://u/x')") == (place.text("secret_access_key"), repr(place))


def test_without_asyncssh_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is first needed."""
    monkeypatch.delitem(sys.modules, "lineal.storage.remotes.ssh", raising=False)
    monkeypatch.setitem(sys.modules, "asyncssh", None)

    with pytest.raises(ConfigError, match="SSH needs asyncssh") as caught:
        open_remote(CONFIG, "server")

    assert "pip install 'lineal[ssh]'" == caught.value.hint
