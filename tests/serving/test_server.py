"""Servers from outside: real processes, real HTTP, real receipts."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lineal.base.ids import parse
from lineal.bundle.opening import open_bundle
from lineal.bundle.predictor import Predictor
from lineal.bundle.rows import to_columns
from lineal.receipts.find import find
from tests.serving.server import started

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.serving.server import Answer, Server

ROW = {"minutes": 20, "country": "IN"}


def test_answers_are_what_the_bundle_says_of_random_rows(
    server: Server, served_bundle: str
) -> None:
    """One by one and together; to the last bit."""
    pick = random.Random(3)  # noqa: S311  no secret
    rows = [
        {"minutes": pick.choice([None, pick.uniform(-1e3, 1e3), 7]), "country": pick.choice("ab")}
        for _ in range(40)
    ]
    bundle = open_bundle(served_bundle)
    expected = Predictor(bundle).scores(to_columns(bundle.signature, rows)).tolist()
    together = server.post("/batch_predict", {"rows": rows}).json["predictions"]
    alone = [server.post("/predict", row).json for row in rows]
    assert ([one["score"] for one in together], [one["score"] for one in alone]) == (
        expected,
        expected,
    )


def test_every_answer_has_a_receipt_that_says_the_same(server: Server, served_bundle: str) -> None:
    """With its inputs, and the digest of the bundle."""
    answer = server.post("/predict", ROW).json
    receipt = find(server.receipts, parse(answer["id"]))
    assert receipt is not None
    said = (receipt.inputs, receipt.score, receipt.decision, receipt.origin.bundle)
    assert said == (ROW, answer["score"], answer["decision"], open_bundle(served_bundle).id)


def test_a_version_without_a_registry_is_named_by_its_digest(
    server: Server, served_bundle: str
) -> None:
    """As `lineal models` takes it."""
    expected = f"purchase@{open_bundle(served_bundle).id[:12]}"
    assert server.post("/predict", ROW).json["version"] == expected


def test_a_wrong_row_is_answered_with_its_problems(server: Server) -> None:
    """Row, field, expectation, and what came."""
    answer = server.post("/batch_predict", {"rows": [ROW, {"minutes": "x", "country": "IN"}]})
    problem = {"row": 1, "field": "minutes", "expected": "a number, or null", "got": 'text "x"'}
    assert (answer.status, answer.json["error"]["problems"]) == (422, [problem])


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics", "/openapi.json", "/docs"])
def test_what_is_read_is_there(server: Server, path: str) -> None:
    """And no browser guesses what it is."""
    answer = server.get(path)
    assert (answer.status, answer.headers["x-content-type-options"]) == (200, "nosniff")


def test_the_root_leads_to_the_page(server: Server) -> None:
    """Whoever pastes the URL into a browser sees something."""
    answer = server.get("/")
    assert (answer.status, answer.headers["location"]) == (307, "/docs")


def test_several_requests_go_through_one_connection(server: Server) -> None:
    """Also after one that was refused for its rows."""
    connection = server.connect()
    statuses = []
    for row in (ROW, {}, ROW):
        connection.request(
            "POST", "/predict", json.dumps(row), {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [200, 422, 200]


@pytest.mark.parametrize("name", ["Upgrade", "upgrade"])
def test_a_client_that_offers_http_2_is_answered_all_the_same(server: Server, name: str) -> None:
    """Java's does so with its first request."""
    headers = {"Connection": "Upgrade, HTTP2-Settings", name: "h2c", "HTTP2-Settings": "AAMA"}
    assert server.post("/predict", ROW, headers).status == 200


def test_a_large_body_is_refused_before_it_is_read(server: Server) -> None:
    """The client need not send it."""
    connection = server.connect()
    connection.putrequest("POST", "/predict")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(1 << 30))
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    assert status == 413


def test_a_token_guards_predictions_and_is_nowhere_shown(
    served_bundle: str, lineal: Path, tmp_path: Path
) -> None:
    """The page asks for it, and shows no row of the bundle."""
    env = {"LINEAL_SERVE_TOKEN": "s3cret"}
    with started([str(lineal)], served_bundle, tmp_path, env=env) as server:
        refused = server.post("/predict", ROW)
        taken = server.post("/predict", ROW, {"Authorization": "Bearer s3cret"})
        page = server.get("/docs").body
        server.process.terminate()
        ended = server.process.wait(20)
    told = page + (tmp_path / "stderr").read_bytes()
    assert (refused.status, taken.status, b"s3cret" in told, ended) == (401, 200, False, 0)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("model.onnx", "model.onnx is not what the manifest says"),
        ("golden.json", "golden.json is not what the manifest says"),
        (None, "did not pass its gates"),
    ],
)
def test_what_is_damaged_or_failed_is_not_served(
    served_bundle: str, lineal: Path, tmp_path: Path, spoil: str | None, said: str
) -> None:
    """One flipped bit is enough; so is a verdict that is not a pass."""
    from tests.bundle import small  # deferred: only here

    bundle = tmp_path / "bundle"
    if spoil is None:
        small.write(str(bundle))
    else:
        shutil.copytree(served_bundle, bundle)
        data = bytearray((bundle / spoil).read_bytes())
        data[len(data) // 2] ^= 1
        (bundle / spoil).write_bytes(data)
    command = [str(lineal), "serve", str(bundle), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, said in done.stderr, done.stdout) == (1, True, "")


def test_workers_survive_each_other_and_lose_no_answer(
    served_bundle: str, lineal: Path, tmp_path: Path
) -> None:
    """kill -9 under load: who was answered is on record, counts go on, and all end together."""
    answered: list[str] = []
    with started([str(lineal)], served_bundle, tmp_path, "--workers", "2") as server:
        victim = workers(server)[0]
        stop = threading.Event()
        clients = [threading.Thread(target=ask_until, args=(server, stop, answered)) for _ in "ab"]
        for client in clients:
            client.start()
        wait_until(lambda: len(answered) > 100)
        os.kill(victim, signal.SIGKILL)
        before = len(answered)
        wait_until(lambda: len(answered) > before + 100)
        wait_until(lambda: len(workers(server)) == 2 and victim not in workers(server))
        stop.set()
        for client in clients:
            client.join()
        counted = re.search(rb"(?m)^lineal_rows_total (\d+)", server.get("/metrics").body)
        server.process.terminate()
        ended = server.process.wait(30)
    lost = [id_ for id_ in answered if find(server.receipts, parse(id_)) is None]
    assert counted is not None
    # What was killed between its receipt and its answer is counted, or on record, unanswered.
    assert (lost, int(counted[1]) >= len(answered), ended) == ([], True, 0)


def ask_until(server: Server, stop: threading.Event, answered: list[str]) -> None:
    connection = server.connect()
    while not stop.is_set():
        try:
            connection.request(
                "POST", "/predict", json.dumps(ROW), {"Content-Type": "application/json"}
            )
            answered.append(json.loads(connection.getresponse().read())["id"])
        except (OSError, http.client.HTTPException):
            connection.close()
    connection.close()


def workers(server: Server) -> list[int]:
    """Its children, as the system has them."""
    pid = server.process.pid
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(one) for one in file.read().split()]


def wait_until(holds: Callable[[], bool]) -> None:
    """For as long as a busy machine may need."""
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_score_is_the_same_for_a_number_however_it_is_spelled(server: Server) -> None:
    """20, 20.0 and 2e1 are one number."""
    spelled = [server.post("/predict", {**ROW, "minutes": one}).json["score"] for one in (20, 20.0)]
    assert np.ptp(spelled) == 0


def test_when_no_receipt_can_be_written_nothing_is_answered(
    served_bundle: str, lineal: Path, tmp_path: Path
) -> None:
    """A real limit of the system stops the log in the middle: all that was answered is in it."""
    shell = ["bash", "-c", f'ulimit -f 8; exec {lineal} "$@"', "bash"]
    answers: list[Answer] = []
    with started(shell, served_bundle, tmp_path) as server:
        while not answers or answers[-1].status == 200:
            answers.append(server.post("/predict", ROW))
        last = answers.pop()
    kept = [find(server.receipts, parse(one.json["id"])) for one in answers]
    assert (last.status, last.json["error"]["code"], None in kept) == (503, "receipts", False)


@pytest.mark.parametrize("line", [b"A: " + b"x" * 900_000, b"A: b\r\n" * 100_000])
def test_headers_without_end_are_refused(server: Server, line: bytes) -> None:
    """They would be kept until the memory is full, and nobody needs a token for them."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        with suppress(ConnectionError):
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n" + line)
        said = b""
        with suppress(ConnectionError):
            said = connection.recv(100)
    assert said[:12] in {b"HTTP/1.1 431", b""}  # the rest of what was sent may reset it first


def test_a_body_after_another_is_no_header(server: Server) -> None:
    """Requests one behind the other, read in pieces of any size, are all answered."""
    body = json.dumps({"rows": [ROW] * 3000}).encode()
    head = b"POST /batch_predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    request = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        sender = threading.Thread(target=connection.sendall, args=(request * 5,))
        sender.start()
        answers = connection.makefile("rb")
        seen = 0
        for answer in answers:
            seen += answer.count(b"HTTP/1.1 200")
            if seen == 5:
                break
        sender.join()
    assert seen == 5
