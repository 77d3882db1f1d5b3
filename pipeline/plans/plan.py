"""The plan file a clerk names, as a Plan, and a Plan as the JSON other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractors.document import Document, Unreadable
from extractors.formats import extract
from pipeline.errors import UserError
from pipeline.plans.plan_workbook_read import is_plan_workbook, read_plan_workbook
from rules.messages import Words
from rules.model.plan import Plan, PlanDefect
from rules.plan.reader import read_plan


def load_plan(path: Path) -> Plan:
    """The plan of a file: a paper with a task table, or the workbook a clerk corrected."""
    _require_file(path)
    if is_plan_workbook(path):
        return read_plan_workbook(path)
    document = open_plan(path)
    plan = read_plan(document, path.name)
    _require_tasks(plan, document, path.name)
    return plan


def open_plan(path: Path) -> Document:
    """The document of a plan, or of a paper that revises one."""
    _require_file(path)
    document = extract(path)
    if isinstance(document, Unreadable):
        # The cure named there is for the agency; the clerk holds the plan herself.
        reason = Words()("reason", document.reason.value).split(";")[0].rstrip(".").lower()
        raise UserError(
            f"{path.name}: không đọc được tệp kế hoạch ({reason});"
            " hãy mở thử và lưu lại thành .docx hoặc .pdf có chữ"
        )
    return document


def _require_file(path: Path) -> None:
    if not path.exists():
        raise UserError(f"{path}: không tìm thấy tệp kế hoạch; hãy kiểm tra lại đường dẫn")
    if path.is_dir():
        raise UserError(
            f"{path}: là thư mục, không phải tệp kế hoạch; hãy chỉ đến tệp kế hoạch trong đó"
        )


def _require_tasks(plan: Plan, document: Document, name: str) -> None:
    if not plan.tasks:
        partly = "" if document.read_complete else " (có phần của tệp không đọc được)"
        raise UserError(
            f"{name}: không thấy bảng nhiệm vụ của kế hoạch{partly}; bảng phải có cột nhiệm vụ"
            " và cột cơ quan chủ trì, thời gian hoàn thành hoặc sản phẩm đầu ra"
        )
    if "leads" not in plan.columns:
        raise UserError(
            f"{name}: bảng nhiệm vụ không có cột cơ quan chủ trì; hãy thêm cột này hoặc sửa tên cột"
        )


def plan_json(plan: Plan, defects: Sequence[PlanDefect] | None = None) -> dict[str, object]:
    """A plan in the form of ``doichieu plan --json``; its defects are the ``problems``."""
    return {
        "title": plan.title,
        "year": plan.year,
        "province": plan.province,
        "number": plan.number,
        "issued_on": plan.issued_on.isoformat() if plan.issued_on else None,
        "report_to": plan.report_to,
        "columns": list(plan.columns),
        "sections": [{"id": section.id, "title": section.title} for section in plan.sections],
        "tasks": [
            {
                "id": task.id,
                "section": task.section,
                "number": task.number,
                "text": task.text,
                "outputs": list(task.outputs),
                "leads": list(task.leads),
                "coordinating": list(task.coordinating),
                "deadlines": list(task.deadlines),
                "anchor": task.anchor.words(),
            }
            for task in plan.tasks
        ],
        "duties": [
            {
                "output": duty.output,
                "owes": list(duty.owes),
                "deadline": duty.deadline,
                "data_from": duty.data_from.isoformat() if duty.data_from else None,
                "data_to": duty.data_to.isoformat() if duty.data_to else None,
                "text": duty.text,
                "anchor": duty.anchor.words(),
            }
            for duty in plan.duties
        ],
        "measures": [
            {
                "id": measure.id,
                "text": measure.text,
                "bodies": list(measure.bodies),
                "anchor": measure.anchor.words(),
            }
            for measure in plan.measures
        ],
        "changes": [
            {
                "kind": change.kind,
                "task_id": change.task_id,
                "source": change.source,
                "message": change.message,
                "message_en": change.message_en,
            }
            for change in plan.changes
        ],
        "problems": [
            {
                "rule": defect.rule,
                "task_id": defect.task_id,
                "message": defect.message,
                "message_en": defect.message_en,
                "anchor": defect.anchor.words(),
            }
            for defect in (plan.defects if defects is None else defects)
        ],
    }
