"""What a clerk is told on the screen: what was made, where, and what was left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.outputs.clean import one_line
from pipeline.reminders.make import Result
from rules.reminders import fields_of_each, template_fields


def result_lines(result: Result) -> Iterator[str]:
    """What a round made."""
    if not result.made:
        yield "Không có sai lệch nào đã quyết định “Đúng - đôn đốc” cần đưa vào công văn."
    else:
        paper = result.paper
        yield f"Đợt {result.round}, kế hoạch số {paper.number} ngày {paper.issued_on:%d/%m/%Y}:"
        for one in result.made:
            yield f"  {one_line(one.agency)}: lần {one.turn}, {one.items} nội dung → {one.file}"
        yield f"Ở {result.folder}; hạn trả lời {result.reply_by:%d/%m/%Y}. Chưa gửi đi đâu."
        yield "Văn thư điền số, ngày, người ký vào công văn rồi ghi số, ngày vào danh-sach.xlsx."
    if result.unnumbered:
        before = result.round - 1
        yield (
            f"{result.unnumbered} công văn đợt {before} chưa ghi số, ngày nên chỗ viện dẫn còn "
            f"trống; hãy ghi vào dot-{before}/danh-sach.xlsx rồi chạy lại."
        )
    yield from _left_out(result)


def template_lines(file: Path) -> Iterator[str]:
    """The fields that a template may use, with what each holds."""
    yield f"{file}: dùng được."
    yield "Muốn có mẫu riêng: sao tệp này, sửa trong Word, ghi {{ tên trường }} ở chỗ cần điền;"
    yield "hàng lặp của bảng nằm giữa {%tr for item in items %} và {%tr endfor %}. Các trường:"
    for name, means in template_fields(note=False).items():
        yield f"  {name:<16} {means}"
        for each, what in fields_of_each(name).items():
            yield f"    .{each:<13} {what}"


def _left_out(result: Result) -> Iterator[str]:
    reasons: dict[str, list[str]] = defaultdict(list)
    for left in result.left_out:
        name = one_line(result.report.agency_name(left.agency_id)) if left.agency_id else ""
        reasons[left.why].append(f"{left.what} ({name})" if name else left.what)
    if reasons:
        yield f"Không đưa vào: {len(result.left_out)}"
    for why, what in reasons.items():
        yield f"  {why}:"
        yield from (f"    {one}" for one in what)
