"""How a paper is named in a sentence."""

from __future__ import annotations

from rules.model.papers import Paper


def name_paper(paper: Paper) -> str:
    """A paper as clerks name it: ``Báo cáo số 05/BC-SNV ngày 06/12/2024``, else its file name."""
    header = paper.header
    words = [header.doc_type or "Văn bản"]
    if header.number:
        words.append(f"số {header.number}/{header.symbol}".rstrip("/"))
    if header.issued_on:
        words.append(f"ngày {header.issued_on:%d/%m/%Y}")
    if len(words) == 1:
        words.append(f"(tệp {file_name(paper)})")
    return " ".join(words)


def file_name(paper: Paper) -> str:
    """The last part of a paper's path."""
    return paper.path.rsplit("/", 1)[-1]
