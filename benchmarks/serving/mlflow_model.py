"""The pipeline of `document_b` as MLflow's scoring server takes it.

Run by the interpreter of ``.peers/serving``: ``mlflow_model.py MODEL.joblib DIRECTORY``.
"""

from __future__ import annotations

import sys

import joblib
import mlflow.sklearn  # type: ignore[import-not-found]

if __name__ == "__main__":
    source, directory = sys.argv[1:]
    # Its default format refuses tree types that nobody vouched for.
    mlflow.sklearn.save_model(joblib.load(source), directory, serialization_format="cloudpickle")
