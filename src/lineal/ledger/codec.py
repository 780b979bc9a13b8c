"""Payloads as they are stored: canonical JSON, compressed with words they have in common.

Facts are small and alike; a dictionary of their words saves half of what zlib alone leaves.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from lineal.base.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

# Never to be edited: what was packed with it must be unpacked with it. A better one gets
# another number. The most frequent words are at the end, where they cost least.
_WORDS_1 = (
    b'"skipped":[],"failed":[],"restored":[],"blocked":[],"author":{"name":"email":"host":"user":'
    b'"options":{},"dirty":"branch":"main","command":"lineal run","interpreter":"packages":'
    b'"columns":[{"from":"to":"evidence":{"reads":[],"completeness":{"reasons":[],"score":1.0},'
    b'"how":"new"}"how":"deleted"}"what":"command"}{"how":"modified","key":"before":"now":'
    b'"path":"params.yaml","what":"param"}],"why":[{"how":"modified","path":"data/","what":"dep"}'
    b'"metrics":{"metrics.json":{"accuracy":0."auc":0."loss":0.}},"params":{"params.yaml":{'
    b'"resources":{"cpu":0.0,"memory":"read":0,"wall":0.0,"written":0},"role":"metric"'
    b'"run":"","seconds":0.0,"size":1,"stage":"started":17,"status":"ran","environment":"log":'
    b'"cmd":"python src/.py","commit":"entry":"forced":false,"makes":[{"nfiles":,"oid":"",'
    b'"path":"models/","size":}],"uses":[{"oid":"","path":"src/"},{"oid":"","path":"data/","size":}'
)
_DICTIONARIES = {1: _WORDS_1}
_CURRENT = 1
_SMALL = 1 << 14
_MOST_BYTES = 1 << 28


def pack(payload: Mapping[str, Any]) -> bytes:
    # A large window costs four times the time of packing a small payload: it is cleared first.
    text = canonical(payload)
    window, memory = (-13, 6) if len(text) < _SMALL else (-15, 9)
    squeeze = zlib.compressobj(6, zlib.DEFLATED, window, memory, zdict=_DICTIONARIES[_CURRENT])
    return bytes([_CURRENT]) + squeeze.compress(text) + squeeze.flush()


def unpack(data: bytes) -> dict[str, Any]:
    """ValueError for what `pack` did not write."""
    words = _DICTIONARIES.get(data[0]) if data else None
    if words is None:
        raise ValueError("packed in a way this version does not know")
    try:
        opened = zlib.decompressobj(-15, zdict=words)
        text = opened.decompress(data[1:], _MOST_BYTES)
    except zlib.error as exc:
        raise ValueError(str(exc)) from exc
    if not opened.eof:
        raise ValueError("incomplete, or too large")
    return read_payload(text)


def read_payload(text: bytes) -> dict[str, Any]:
    """ValueError for anything but an object of bounded depth."""
    try:
        payload = json.loads(text)
    except RecursionError as exc:
        raise ValueError("nested too deeply") from exc
    if not isinstance(payload, dict):
        raise ValueError("not an object")  # noqa: TRY004  callers treat all of it alike
    return payload
