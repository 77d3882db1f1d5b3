"""Write samples/inbox/, the invented hand-in of the Sơn La PAPI 2024 plan, and what is beside it.

Run it from the project: ``python -m samples.make_samples``. What each file shows is said in
samples/README.md, what must come out of it in samples/expected.toml; of samples/inbox_2025/, the
second hand-in of after the mergers, in samples/expected_2025.toml.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from samples import as_docx, as_pdf, as_xlsx
from samples.paper import LATER, MOTTO, PLANS, SAMPLES, Paper, load, parts
from samples.stable import pack

INBOX = SAMPLES / "inbox"
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


def write_all(papers: list[Paper], folder: Path) -> None:
    """Write papers into a folder; those of one archive go into it together."""
    archives: dict[str, list[tuple[str, bytes]]] = {}
    for paper in papers:
        archive, _, member = paper.path.partition(".zip/")
        if member:
            with tempfile.TemporaryDirectory() as made:
                file = Path(made) / Path(member).name
                write(paper, file)
                archives.setdefault(f"{archive}.zip", []).append((member, file.read_bytes()))
            continue
        file = folder / paper.path
        file.parent.mkdir(parents=True, exist_ok=True)
        if paper.copy_of:
            shutil.copyfile(folder / paper.copy_of, file)
        else:
            write(paper, file)
    for name, members in archives.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        pack(file, members)


def main() -> None:
    """Write both inboxes anew, and the revision beside the plan."""
    for papers, inbox in ((load(), INBOX), (load(LATER), SAMPLES / "inbox_2025")):
        shutil.rmtree(inbox, ignore_errors=True)
        write_all(papers, inbox)
        print(f"{len(papers)} văn bản trong {inbox.name}/")
    for name in EMPTY_FOLDERS:
        (INBOX / name).mkdir(parents=True, exist_ok=True)
    write_all(load(PLANS), SAMPLES / "plan")


if __name__ == "__main__":
    main()
