"""What ``dvc.yaml``, ``dvc.lock`` and ``.dvc`` files may say, checked before anything uses it.

The formats are declared in `pipeline_format`, `lock_format`, `dvc_format` and
`resolved_format`, in the terms of `spec`; `validate` turns what is wrong into one error
with places.
"""

from __future__ import annotations

from lineal.pipeline.schema.checksum import normal_checksum
from lineal.pipeline.schema.validate import (
    validate_dvc,
    validate_lock,
    validate_pipeline,
    validate_resolved,
)

__all__ = [
    "normal_checksum",
    "validate_dvc",
    "validate_lock",
    "validate_pipeline",
    "validate_resolved",
]
