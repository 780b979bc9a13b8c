"""The least a server of this model can do: ASGI, msgspec, ONNX Runtime, and the score.

``python -m benchmarks.serving.floor BUNDLE PORT``: the graph of a bundle; no validation beyond
types, no id, no decision, no receipt, no counts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import onnxruntime
import uvicorn

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

_TYPES: dict[str, type] = {"number": float, "integer": float, "boolean": bool, "text": str}


def app_of(bundle: Path) -> Callable[..., Awaitable[None]]:
    inputs = json_of(bundle / "signature.json")["inputs"]
    names = [one["name"] for one in inputs]
    fields = [(name, _TYPES[one["kind"]]) for name, one in zip(names, inputs, strict=True)]
    decoder: Any = msgspec.json.Decoder(msgspec.defstruct("Row", fields))
    texts = [one["kind"] == "text" for one in inputs]
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        (bundle / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
    )

    async def app(_scope: object, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        message: Mapping[str, Any] = await receive()
        row = decoder.decode(message["body"])
        feeds = {
            name: np.array([[getattr(row, name)]], dtype=object if text else np.float64)
            for name, text in zip(names, texts, strict=True)
        }
        score = session.run(["score"], feeds)[0].item()
        body = msgspec.json.encode({"score": score})
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(body)),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def json_of(path: Path) -> Any:  # noqa: ANN401  whatever JSON holds
    return msgspec.json.decode(path.read_bytes())


def main() -> None:
    uvicorn.run(
        app_of(Path(sys.argv[1])),
        port=int(sys.argv[2]),
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
    )


if __name__ == "__main__":
    main()
