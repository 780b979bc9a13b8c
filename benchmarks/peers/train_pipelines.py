"""Training in document B's shape: scikit-learn pipelines, cross-validated one after the other.

Run by the interpreter of ``.peers/serving``: ``train_pipelines.py STUDENTS.csv OUT_DIR``. The same
six families and five folds as the template; k-fold scores for four metrics, every family refitted,
the best by ROC-AUC kept, the threshold for a precision of 0.9, metrics on the test rows.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pandas as pd  # type: ignore[import-untyped]
from lightgbm import LGBMClassifier
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_validate, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

SEED = 42
TARGET = "purchased"
PRECISION = 0.9
SCORING = ["roc_auc", "precision", "recall", "f1"]


def main(source: str, out: str) -> None:
    warnings.simplefilter("ignore")
    frame = with_features(pd.read_csv(source))
    x, y = frame.drop(columns=TARGET), frame[TARGET]
    parts = train_test_split(x, y, test_size=0.2, stratify=y, random_state=SEED)
    x_train, x_test, y_train, y_test = parts
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=SEED)
    scores, fitted = {}, {}
    for name, model in families().items():
        pipeline = Pipeline([("prepare", preparation(x_train)), ("model", model)])
        found = cross_validate(pipeline, x_train, y_train, cv=folds, scoring=SCORING)
        scores[name] = float(np.mean(found["test_roc_auc"]))
        fitted[name] = pipeline.fit(x_train, y_train)
    best = max(scores, key=lambda name: scores[name])
    said = fitted[best].predict_proba(x_test)[:, 1]
    precision, recall, thresholds = precision_recall_curve(y_test, said)
    good = [place for place, value in enumerate(precision[:-1]) if value >= PRECISION]
    place = max(good, key=lambda one: recall[one]) if good else int(np.argmax(precision[:-1]))
    Path(out).mkdir(parents=True, exist_ok=True)
    joblib.dump(fitted[best], Path(out) / "model.joblib")
    metrics = {
        "best": best,
        "cv": scores,
        "roc_auc": float(roc_auc_score(y_test, said)),
        "threshold": float(thresholds[place]),
    }
    Path(out, "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")


def with_features(frame: pd.DataFrame) -> pd.DataFrame:
    started = frame["practice_exams_started"]
    engagement = 0.6 * frame["minutes_watched"] + 0.3 * frame["days_on_platform"]
    rate = np.where(started > 0, frame["practice_exams_passed"] / (started + 1e-6), 0.0)
    return frame.assign(
        engagement_score=engagement + 10 * frame["courses_started"],
        exam_success_rate=rate,
        learning_consistency=frame["minutes_watched"] / np.maximum(frame["days_on_platform"], 1),
    )


def preparation(x: pd.DataFrame) -> ColumnTransformer:
    numbers = x.select_dtypes("number").columns.tolist()
    words = [name for name in x.columns if name not in numbers]
    scaled = Pipeline([("fill", SimpleImputer(strategy="median")), ("scale", StandardScaler())])
    filled = Pipeline(
        [
            ("fill", SimpleImputer(strategy="most_frequent")),
            ("encode", OneHotEncoder(handle_unknown="ignore")),
        ]
    )
    return ColumnTransformer([("numbers", scaled, numbers), ("words", filled, words)])


def families() -> dict[str, Any]:
    return {
        "logistic": LogisticRegression(max_iter=1000, random_state=SEED),
        "neighbours": KNeighborsClassifier(n_neighbors=15),
        "svm": SVC(probability=True, random_state=SEED),
        "tree": DecisionTreeClassifier(max_depth=8, random_state=SEED),
        "forest": RandomForestClassifier(n_estimators=200, max_depth=10, random_state=SEED),
        "lightgbm": LGBMClassifier(random_state=SEED, verbose=-1),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
