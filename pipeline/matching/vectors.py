"""Texts as sparse vectors: word 1-2-grams weighted by the plan, and concepts of the trade."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from pipeline.matching.weights import STANDARD, Weights
from pipeline.matching.wording import Wording
from rules.vietnamese.synonyms import gathered

Floats = npt.NDArray[np.float64]
_COMMON = 20  # a feature is common that one task in so many has


class Space:
    """Features with weights learnt from texts; vectors have length one.

    A feature that no task has lengthens a vector and is otherwise left out, so that a text
    about something else stays far from every task.
    """

    def __init__(self, texts: Iterable[dict[str, float]], features: Iterable[str]) -> None:
        columns = {feature: number for number, feature in enumerate(sorted(set(features)))}
        self._width = len(columns)
        seen: Counter[str] = Counter()
        count = 0
        for text in texts:
            seen.update(text.keys())
            count += 1
        self._unseen = math.log(count + 1) + 1
        self.idf = {
            feature: math.log((count + 1) / (number + 1)) + 1 for feature, number in seen.items()
        }
        self._table = {
            feature: (columns.get(feature, -1), rare) for feature, rare in self.idf.items()
        }

    def rarity(self, feature: str) -> float:
        """What a feature weighs by how few texts have it."""
        return self.idf.get(feature, self._unseen)

    def vectors(self, texts: Sequence[Mapping[str, float]]) -> sparse.csr_matrix:
        """One row for each text."""
        data: list[float] = []
        places: list[int] = []
        starts = [0]
        table, unseen = self._table, (-1, self._unseen)
        for text in texts:
            length = 0.0
            start = len(data)
            for feature, weight in text.items():
                place, rare = table.get(feature, unseen)
                value = weight * rare
                length += value * value
                if place >= 0:
                    data.append(value)
                    places.append(place)
            if length:
                scale = 1 / math.sqrt(length)
                data[start:] = [value * scale for value in data[start:]]
            starts.append(len(data))
        return sparse.csr_matrix((data, places, starts), shape=(len(texts), self._width))


class Table:
    """The vectors of the tasks, laid out so that many texts are held against all of them at once.

    A feature that many tasks have stands in a full table, any other in a sparse one: adding up
    thousands of short lists takes several times as long as adding whole rows.
    """

    def __init__(self, tasks: sparse.csr_matrix) -> None:
        holders = tasks.T.tocsr()
        common = np.diff(holders.indptr) * _COMMON >= tasks.shape[0]
        self._common, self._rare = np.flatnonzero(common), np.flatnonzero(~common)
        self._full = holders[self._common].toarray()
        self._sparse = holders[self._rare]

    def likeness(self, texts: sparse.csr_matrix) -> Floats:
        """How alike each text and each task are, 0..1: one row for each text."""
        full = texts[:, self._common] @ self._full
        return np.asarray(full + texts[:, self._rare] @ self._sparse)


def features(wording: Wording, weights: Weights = STANDARD) -> dict[str, float]:
    """The words, pairs and concepts of a text; a set phrase of official style weighs little."""
    words, pairs, plain = wording.words, wording.pairs, wording.plain
    # A word or pair that stands inside a formula and outside it weighs as outside.
    if all(plain):
        found = dict.fromkeys(words, 1.0)
        found |= dict.fromkeys(pairs, weights.pair)
    else:
        found = dict.fromkeys(words, weights.formula)
        found |= dict.fromkeys(compress(words, plain), 1.0)
        found |= dict.fromkeys(pairs, weights.pair * weights.formula)
        outside = (one or other for one, other in pairwise(plain))
        found |= dict.fromkeys(compress(pairs, outside), weights.pair)
    for number, same in gathered(wording.concepts).items():
        found[f"#{number}"] = weights.concept if same else weights.concept * weights.near
    return found
