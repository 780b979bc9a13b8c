"""A server of document B's shape: FastAPI, pydantic, pandas and a scikit-learn pipeline.

Run by the interpreter of ``.peers/serving``, which has none of Lineal:
``document_b.py train STUDENTS.csv MODEL.joblib``, then ``document_b.py serve MODEL.joblib PORT``.
"""

from __future__ import annotations

import sys
from typing import Any

import joblib
import pandas as pd  # type: ignore[import-untyped]

TARGET = "purchased"


def train(source: str, path: str) -> None:
    from sklearn.compose import ColumnTransformer  # deferred: a server imports less
    from sklearn.ensemble import RandomForestClassifier  # deferred: as above
    from sklearn.pipeline import Pipeline  # deferred: as above
    from sklearn.preprocessing import OneHotEncoder, StandardScaler  # deferred: as above

    frame = pd.read_csv(source, keep_default_na=False)
    x, y = frame.drop(columns=TARGET), frame[TARGET]
    numbers = x.select_dtypes("number").columns.tolist()
    words = [name for name in x.columns if name not in numbers]
    prepare = ColumnTransformer(
        [
            ("numbers", StandardScaler(), numbers),
            ("words", OneHotEncoder(handle_unknown="ignore"), words),
        ]
    )
    forest = RandomForestClassifier(n_estimators=200, max_depth=10, random_state=42, n_jobs=1)
    joblib.dump(Pipeline([("prepare", prepare), ("model", forest)]).fit(x, y), path)


def serve(path: str, port: int) -> None:
    import uvicorn  # deferred: training needs none
    from fastapi import FastAPI  # deferred: as above
    from pydantic import BaseModel, ConfigDict, create_model  # deferred: as above

    pipeline = joblib.load(path)
    columns = pipeline.named_steps["prepare"].feature_names_in_
    words = set(pipeline.named_steps["prepare"].transformers_[1][2])
    fields: dict[str, Any] = {name: (str if name in words else float, ...) for name in columns}
    strict = create_model("Student", __config__=ConfigDict(extra="forbid"), **fields)

    class Answer(BaseModel):
        probability: float
        decision: int

    app = FastAPI()

    def predict(student: strict) -> Answer:  # type: ignore[valid-type]
        frame = pd.DataFrame([student.model_dump()])  # type: ignore[attr-defined]
        score = float(pipeline.predict_proba(frame)[0, 1])
        return Answer(probability=score, decision=int(score >= 0.5))

    # FastAPI reads types at run time, and this module's are text.
    predict.__annotations__ = {"student": strict, "return": Answer}
    app.post("/predict")(predict)
    uvicorn.run(app, port=port, log_level="error", access_log=False)


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train(*sys.argv[2:])
    else:
        serve(sys.argv[2], int(sys.argv[3]))
