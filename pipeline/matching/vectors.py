"""Texts as sparse vectors: word 1-2-grams weighted by the plan, and concepts of the trade."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.matching.weights import STANDARD, Weights
from rules.vietnamese.stop_phrases import formulas
from rules.vietnamese.synonyms import spot

Floats = npt.NDArray[np.float64]


class Space:
    """Features with weights learnt from texts; vectors have length one.

    A feature that no task has lengthens a vector and is otherwise left out, so that a text
    about something else stays far from every task.
    """

    def __init__(self, texts: Iterable[dict[str, float]], features: Iterable[str]) -> None:
        self.columns = {feature: number for number, feature in enumerate(sorted(set(features)))}
        seen: Counter[str] = Counter()
        count = 0
        for text in texts:
            seen.update(text.keys())
            count += 1
        self._unseen = math.log(count + 1) + 1
        self.idf = {
            feature: math.log((count + 1) / (number + 1)) + 1 for feature, number in seen.items()
        }

    def vectors(self, texts: Sequence[dict[str, float]]) -> sparse.csr_matrix:
        """One row for each text."""
        data: list[float] = []
        places: list[int] = []
        starts = [0]
        columns, idf, unseen = self.columns, self.idf, self._unseen
        for text in texts:
            length = 0.0
            start = len(data)
            for feature, weight in text.items():
                value = weight * idf.get(feature, unseen)
                place = columns.get(feature)
                if place is None:
                    length += value * value
                else:
                    length += value * value
                    data.append(value)
                    places.append(place)
            if length:
                scale = 1 / math.sqrt(length)
                data[start:] = [value * scale for value in data[start:]]
            starts.append(len(data))
        return sparse.csr_matrix((data, places, starts), shape=(len(texts), len(columns)))


def features(words: Sequence[str], weights: Weights = STANDARD) -> dict[str, float]:
    """The words, pairs and concepts of a text; a set phrase of official style weighs little."""
    light = [1.0] * len(words)
    for start, end, _ in formulas(words):
        light[start:end] = [weights.formula] * (end - start)
    found: dict[str, float] = {}
    for word, weight in zip(words, light, strict=True):
        if found.get(word, 0.0) < weight:
            found[word] = weight
    for place in range(len(words) - 1):
        pair = f"{words[place]} {words[place + 1]}"
        weight = weights.pair * max(light[place], light[place + 1])
        if found.get(pair, 0.0) < weight:
            found[pair] = weight
    for number, same in spot(words).items():
        found[f"#{number}"] = weights.concept if same else weights.concept * weights.near
    return found
