"""The pages on which a sheet of an older register is told and looked over."""

from typing import Any, Final

from flask import Response
from werkzeug.datastructures import MultiDict

from rules.import_columns import TargetField, is_about_reporter
from rules.import_sheet import Sheet
from rules.words import ERRORS, EXCLUSION_HINTS
from rules.words.bringing_in import COLUMN_ENDS, KNOWN_AS, KNOWN_AS_HINTS, problem_words
from rules.words.import_words import (
    LEFT_OUT,
    MISSING_ENDS,
    PAST_STATUSES,
    TARGET_FIELDS,
    TARGET_HINTS,
)
from service.errors import InvalidInput, ServiceError
from service.import_batches import DROPPED, OpenedBatch
from service.import_choices import KEPT, guessed_columns, modes_of, statuses_of, tells_of_reporter
from service.import_plan import Plan
from service.import_readers import ImportOffice
from service.views import OfficeHolder
from web.errors import problems_of
from web.pages import page

PROBLEMS_SHOWN: Final = 200
_PREVIEWED: Final = 10
_SAMPLES: Final = 3
_SAMPLE_LENGTH: Final = 60
Typed = MultiDict[str, str]


def draw_columns(found: OpenedBatch, typed: Typed, refused: InvalidInput | None) -> Response:
    """Each column with some of its cells and what it may mean."""
    sheet = found.open_sheet
    told = found.choices.columns or guessed_columns(sheet)
    columns = [
        {
            "name": f"column_{at}",
            "head": head,
            "samples": _samples(sheet, at),
            "value": typed.get(f"column_{at}", told[at]),
            "kept": COLUMN_ENDS["with_name" if is_about_reporter(head) else "kept"].th,
        }
        for at, head in enumerate(sheet.headers)
    ]
    return page(
        "import_sheet/columns.html",
        refused.status if refused else 200,
        batch=found.batch,
        sheet=sheet,
        columns=columns,
        fields=[(one.value, TARGET_FIELDS[one.value].th) for one in TargetField],
        hints=[(TARGET_FIELDS[name].th, said.th) for name, said in TARGET_HINTS.items()],
        kept=KEPT,
        dropped=(DROPPED, COLUMN_ENDS[DROPPED].th),
        left_out=[(one.number, LEFT_OUT[one.why].th) for one in sheet.left_out],
        problems=problems_of(refused) if refused else {},
    )


def draw_answers(
    found: OpenedBatch, office: ImportOffice, typed: Typed | None, refused: InvalidInput | None
) -> Response:
    """Where each status puts a case, what becomes of names, who is kept out and who reads."""
    choices, modes = found.choices, modes_of(found.batch.channel)
    statuses = [
        {
            "name": f"status_{at}",
            "words": one.words,
            "count": one.count,
            "value": _said(typed, f"status_{at}", choices.statuses.get(one.key, one.guess or "")),
        }
        for at, one in enumerate(statuses_of(found))
    ]
    exclude = choices.exclude if typed is None else tuple(typed.getlist("exclude"))
    return page(
        "import_sheet/answers.html",
        refused.status if refused else 200,
        batch=found.batch,
        statuses=statuses,
        standings=[(code, said.th) for code, said in PAST_STATUSES.items()],
        ends=[(code, said.th, "") for code, said in MISSING_ENDS.items()],
        missing_ends=_said(typed, "missing_ends", choices.missing_ends),
        asks_identity=tells_of_reporter(found),
        modes=[(one.value, KNOWN_AS[one].th, KNOWN_AS_HINTS[one].th) for one in modes],
        identity=_said(typed, "identity", choices.identity or modes[0].value),
        holders=[(one.id, one.post.th, _about(one)) for one in office.holders],
        exclude=exclude,
        keeps_named_out=choices.keeps_named_out if typed is None else "keeps_named_out" in typed,
        readers=office.readers(frozenset()),
        problems=problems_of(refused) if refused else {},
    )


def draw_check(found: OpenedBatch, plan: Plan, refused: ServiceError | None) -> Response:
    """What would come of the sheet: the first rows, the numbers by year, every fault by its row."""
    lines = [
        (one.file_row, one.column, problem_words(one.code, one.other_row), one.stops)
        for one in plan.problems
    ]
    lines.sort(key=lambda line: not line[3])
    previewed = [plan.rows[at] for at in sorted(plan.rows)[:_PREVIEWED]]
    return page(
        "import_sheet/check.html",
        refused.status if refused else 200,
        batch=found.batch,
        plan=plan,
        years=plan.years(),
        previewed=previewed,
        statuses={code: said.th for code, said in PAST_STATUSES.items()},
        lines=lines[:PROBLEMS_SHOWN],
        more=max(0, len(lines) - PROBLEMS_SHOWN),
        readers=plan.office.readers(frozenset(plan.choices.exclude)),
        kept_out=[one for one in plan.office.holders if one.id in plan.choices.exclude],
        promise=plan.office.promise(plan.choices),
        problems=problems_of(refused) if isinstance(refused, InvalidInput) else {},
        sentence=_sentence(refused),
    )


def _samples(sheet: Sheet, at: int) -> list[str]:
    """Some different cells of the column, cut short."""
    cells = dict.fromkeys(row.cells[at] for row in sheet.rows if row.cells[at])
    return [
        cell if len(cell) <= _SAMPLE_LENGTH else f"{cell[:_SAMPLE_LENGTH]}…"
        for cell in list(cells)[:_SAMPLES]
    ]


def _said(typed: Typed | None, name: str, told: Any) -> str:
    return str(told) if typed is None else typed.get(name, "")


def _about(holder: OfficeHolder) -> str:
    return f"{holder.name} · {EXCLUSION_HINTS['reads'].th}" if holder.reads else holder.name


def _sentence(refused: ServiceError | None) -> str:
    return "" if refused is None or isinstance(refused, InvalidInput) else ERRORS[refused.code].th
