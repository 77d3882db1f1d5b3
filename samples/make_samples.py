"""Write samples/inbox/, the invented hand-in of the Sơn La PAPI 2024 plan.

Run it from the project: ``python -m samples.make_samples``. What each file shows is said in
samples/README.md, what must come out of it in samples/expected.toml.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from samples import as_docx, as_pdf, as_xlsx
from samples.paper import MOTTO, Paper, load, parts
from samples.stable import pack

INBOX = Path(__file__).parent / "inbox"
EMPTY_FOLDERS = ("Ban Dân tộc",)


def write(paper: Paper, file: Path) -> None:
    """Write one paper in the format of its name, spoiled where it is meant to be."""
    if paper.kind == "lock":
        # Word's owner file: the length of the user's name, the name, padding to 162 bytes.
        file.write_bytes((b"\x07Van thu" + b" " * 160)[:162])
    elif file.suffix == ".docx":
        as_docx.write(paper, file)
    elif file.suffix == ".xlsx":
        as_xlsx.write(paper, file)
    elif file.suffix == ".pdf":
        as_pdf.write(paper, file, password="papi2024" if paper.kind == "encrypted" else "")
    else:
        file.write_text(_plain(paper), encoding="utf-8")
    if paper.kind == "broken":
        data = file.read_bytes()
        file.write_bytes(data[: len(data) // 3])


def _plain(paper: Paper) -> str:
    lines = [paper.parent, paper.issuer, f"Số: {paper.number}", "", *MOTTO, paper.place_and_date]
    lines += ["", paper.type, paper.title, paper.to, ""]
    lines += [part.text for part in parts(paper.body)]
    lines += ["", *paper.sign, paper.signer]
    if paper.recipients:
        lines += ["", "Nơi nhận:", *(f"- {text}" for text in paper.recipients)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write every paper of the content files; papers of one archive go into it together."""
    shutil.rmtree(INBOX, ignore_errors=True)
    archives: dict[str, list[tuple[str, bytes]]] = {}
    papers = load()
    for paper in papers:
        archive, _, member = paper.path.partition(".zip/")
        if member:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / Path(member).name
                write(paper, file)
                archives.setdefault(f"{archive}.zip", []).append((member, file.read_bytes()))
            continue
        file = INBOX / paper.path
        file.parent.mkdir(parents=True, exist_ok=True)
        if paper.copy_of:
            shutil.copyfile(INBOX / paper.copy_of, file)
        else:
            write(paper, file)
    for name, members in archives.items():
        file = INBOX / name
        file.parent.mkdir(parents=True, exist_ok=True)
        pack(file, members)
    for name in EMPTY_FOLDERS:
        (INBOX / name).mkdir(parents=True, exist_ok=True)
    print(f"{len(papers)} văn bản trong {INBOX.name}/")


if __name__ == "__main__":
    main()
