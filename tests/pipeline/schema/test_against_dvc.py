"""The three formats accept exactly what DVC's schemas accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lineal.pipeline.schema.checksum import normal_checksum
from lineal.pipeline.schema.dvc_format import DVC
from lineal.pipeline.schema.lock_format import LOCK
from lineal.pipeline.schema.pipeline_format import PIPELINE
from tests.pipeline.schema.strategies import DOCUMENTS

if TYPE_CHECKING:
    from lineal.pipeline.schema.spec import Spec
    from tests.pipeline.peer import Peer

pytestmark = pytest.mark.peer

FORMS: dict[str, Spec] = {"pipeline": PIPELINE, "lock": LOCK, "dvc": DVC}


@pytest.mark.parametrize("form", FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_accepts_what_dvc_accepts(peer: Peer, form: str, data: st.DataObject) -> None:
    """Right documents, and documents with one thing changed."""
    document = data.draw(DOCUMENTS[form])

    assert peer.ask("validate", form, document).accepted == FORMS[form].accepts(document)


@pytest.mark.parametrize("form", FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_refuses_with_a_reason_and_only_then(form: str, data: st.DataObject) -> None:
    """The quick answer and the thorough one are two pieces of code that must not differ."""
    document = data.draw(DOCUMENTS[form])
    spec = FORMS[form]

    assert spec.accepts(document) == (list(spec.problems(document, ())) == [])


@pytest.mark.parametrize("written", ["ABC.dir", 12345, "", None, True, "0ab"])
def test_checksums_are_read_as_dvc_reads_them(peer: Peer, written: Any) -> None:
    """Numbers, capitals and empty text are all spellings of the same kind of value."""
    expected = peer.ask("validate", "dvc", {"md5": written}).value

    assert expected == {"md5": normal_checksum(written)}
