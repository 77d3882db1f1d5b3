"""Which letters can be a Vietnamese syllable without its diacritics: ``nghiep`` can, ``ttHC`` not.

Tells an abbreviation (``qcdc``) and a misread word (``qu4n``) from an ordinary word.
"""

from __future__ import annotations

import re

_ONSET = r"(?:ngh?|nh|ph|th|tr|ch|gh|gi|kh|qu|[bcdghklmnprstvx])?"
_GLIDE = r"[ou]?"  # hoa, hue, quy
_VOWEL = r"(?:ie|ye|uo|ua|ia|uu|oo|[aeiouy])"
_CODA = r"(?:ng|nh|ch|[cmnpt]|[iouy])?"
_SYLLABLE = re.compile(rf"{_ONSET}{_GLIDE}{_VOWEL}{_CODA}")

_SHORT_FORMS = frozenset(("ka", "ko", "ku"))  # "ko" for "không": k stands before e, i and y only


def is_syllable(word: str) -> bool:
    """Whether a folded word can be one Vietnamese syllable.

    >>> [is_syllable(word) for word in ("nghiep", "quyen", "hoa", "ubnd", "papi", "qcdc")]
    [True, True, True, False, False, False]
    """
    return word not in _SHORT_FORMS and _SYLLABLE.fullmatch(word) is not None
