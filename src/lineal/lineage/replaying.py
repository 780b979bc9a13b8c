"""Predictions computed again from their receipts and the verified bytes of their bundles.

The ledger only names the bundle; what is computed with is proved by `lineal.bundle.opening`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import BundleError, DataError, LinealError
from lineal.bundle.naming import bundle_id
from lineal.bundle.shown import short_bundle
from lineal.lineage.line import Rule
from lineal.lineage.replay import BUNDLE, RECEIPT, impossible, judge
from lineal.lineage.runtime import runtime_here
from lineal.lineage.tracing import version_served
from lineal.registry.bundles import materialise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lineal.bundle.opened import Bundle
    from lineal.ledger.opened import Ledger
    from lineal.lineage.replay import Replayed
    from lineal.pipeline.workspace import Workspace
    from lineal.receipts.receipt import Origin, Receipt


class Replayer:
    """Opens each bundle once; what is wrong with one is the answer for all its predictions.

    ``folder`` is an exported bundle, for predictions that it answered and this ledger has not.
    """

    __slots__ = ("_folder", "_ledger", "_opened", "_ws")

    def __init__(self, ws: Workspace, ledger: Ledger, folder: str | None = None) -> None:
        self._ws = ws
        self._ledger = ledger
        self._folder = folder
        self._opened: dict[str, Bundle | LinealError] = {}

    def replay(self, receipts: Iterable[Receipt]) -> Iterator[Replayed]:
        for receipt in receipts:
            try:
                yield replayed(receipt, self.bundle(receipt.origin))
            except (BundleError, DataError) as error:
                yield impossible(receipt, BUNDLE, error.message, error.hint)

    def bundle(self, origin: Origin) -> Bundle:
        """What answered, all of it proved; `BundleError` or `DataError` says why not."""
        if origin.bundle not in self._opened:
            try:
                self._opened[origin.bundle] = self._open(origin)
            except (BundleError, DataError) as error:
                self._opened[origin.bundle] = error
        found = self._opened[origin.bundle]
        if isinstance(found, LinealError):
            raise found
        return found

    def _open(self, origin: Origin) -> Bundle:
        from lineal.bundle.opening import open_bundle  # deferred: onnxruntime

        path = self._place(origin)
        bundle = open_bundle(path)
        if bundle.id != origin.bundle:
            raise BundleError(
                f"'{path}' is the bundle {short_bundle(bundle.id)},"
                f" {short_bundle(origin.bundle)} answered"
            )
        return bundle

    def _place(self, origin: Origin) -> str:
        if self._folder is not None and bundle_id(self._folder) == origin.bundle:
            return self._folder
        version = version_served(self._ledger.store, origin)
        if version is None:
            called = f" ({origin.version})" if origin.version else ""
            raise DataError(
                f"the bundle {short_bundle(origin.bundle)}{called} that answered is no version"
                " in this ledger",
                hint="name its folder with --bundle DIR, or lineal pull what others recorded",
            )
        return materialise(self._ws, version)


def replayed(receipt: Receipt, bundle: Bundle) -> Replayed:
    """One row at a time, as it was served: of many at once the last bits may differ."""
    from lineal.bundle.predictor import Predictor  # deferred: numpy, onnxruntime
    from lineal.bundle.rows import to_columns  # deferred: as above

    wrong = _disagreement(receipt, bundle)
    if wrong:
        return impossible(receipt, RECEIPT, wrong)
    try:
        columns = to_columns(bundle.signature, [receipt.inputs])
        score = float(Predictor(bundle).scores(columns)[0])
    except (BundleError, TypeError, ValueError) as error:
        return impossible(receipt, RECEIPT, f"its inputs cannot be scored: {error}")
    said = bundle.decision
    rule = Rule(said.threshold, said.positive, said.negative, said.note)
    return judge(receipt, rule, score, bundle.golden.tolerance, runtime_here())


def _disagreement(receipt: Receipt, bundle: Bundle) -> str:
    """Receipts are checked by who reads them; still they must fit the bundle they name."""
    names = {one.name for one in bundle.signature.inputs}
    missing = sorted(names - receipt.inputs.keys())
    other = sorted(receipt.inputs.keys() - names)
    if missing:
        return f"it lacks the input {', '.join(missing)}"
    return f"it has the input {', '.join(other)}, which the bundle does not take" if other else ""
