"""What an outside authority reads: a case as a text that any program shows."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from crypto.envelope import ObjectType
from models.complaint import Attachment
from rules.categories import CATEGORIES, RELATIONS
from rules.numbering import receipt_no
from rules.states import EventKind
from rules.thai_time import long_date
from rules.words import CASE_FILE, EVENTS, FIELDS, IDENTITY_MODES
from rules.words.cleaning import copy_tag
from service.attach_evidence import neutral_name
from service.case_file import as_text
from service.inputs import CONTACT_FIELDS
from service.outward_checks import CheckedCase
from service.sealing import open_record

Meta = Mapping[str, str]
_DAYS = ("incident_from", "incident_to")
_CHOICES = {choice.code: choice.words for choice in (*CATEGORIES, *RELATIONS)}


def case_text(case: CheckedCase, files: Iterable[tuple[Attachment, Meta]]) -> bytes:
    """The report, what its reporter added, who must not know of it, and the evidence."""
    return as_text(_case_lines(case, list(files)))


def original_record(case: CheckedCase, file: Attachment) -> Mapping[str, str]:
    """What only the identity key opens of a file: its own name, kind and true size."""
    to = (case.rows.case.identity_public,)
    return open_record(case.rows.texts[file.name_object_id], case.identity, to)


def original_name(file: Attachment, about: Mapping[str, str]) -> str:
    """The neutral name of a file as it came."""
    return f"original-{file_name(file, about)}"


def identity_text(case: CheckedCase, files: Iterable[Attachment]) -> bytes:
    """What the reporter gave for the keepers of names alone, and the files' own names."""
    return as_text(_identity_lines(case, files))


def file_name(file: Attachment, meta: Meta) -> str:
    """The neutral name of a file; KeyError or ValueError when the description cannot be right."""
    extension = meta["extension"]
    # It comes from elsewhere and becomes part of a path here.
    if not (extension.isascii() and extension.isalnum() and len(extension) <= 8):
        raise ValueError("no extension of ours")
    return neutral_name(file.number, extension)


def _case_lines(case: CheckedCase, files: list[tuple[Attachment, Meta]]) -> Iterator[str]:
    row = case.rows.case
    report = case.keys.open(case.text(ObjectType.REPORT))
    yield f"{CASE_FILE['title'].th} {receipt_no(row.register_number, row.register_year_be)}"
    yield f"{CASE_FILE['received_on'].th}: {long_date(row.received_on)}"
    yield IDENTITY_MODES[report["identity_mode"]].th
    yield from _heading(CASE_FILE["told"].th)
    yield from _answers(report, (name for name in FIELDS if name != "identity_mode"))
    yield from _answers(case.keys.open(case.text(ObjectType.CONTACT)), CONTACT_FIELDS)
    yield from _added(case)
    yield from _heading(FIELDS["exclude"].th)
    yield from case.keys.open(case.text(ObjectType.EXCLUSIONS))["names"] or [_nothing()]
    yield from _heading(CASE_FILE["files"].th)
    yield from [_file_line(file, meta) for file, meta in files] or [_nothing()]


def _added(case: CheckedCase) -> Iterator[str]:
    """What the reporter wrote later, in the order of the events."""
    yield from _heading(CASE_FILE["talk"].th)
    bodies = [
        (event, case.rows.texts[event.object_id])
        for event in case.rows.events
        if event.object_id is not None and event.kind == EventKind.REPORTER_WROTE
    ]
    for event, body in bodies:
        yield from (long_date(event.day), case.keys.open(body)["text"], "")
    if not bodies:
        yield _nothing()


def _identity_lines(case: CheckedCase, files: Iterable[Attachment]) -> Iterator[str]:
    to = (case.rows.case.identity_public,)
    record = open_record(case.text(ObjectType.IDENTITY), case.identity, to)
    if case.is_erased:
        yield EVENTS[EventKind.IDENTITY_ERASED.tag].th
        return
    yield IDENTITY_MODES[record["mode"]].th
    yield ""
    yield from _answers(record, CONTACT_FIELDS)
    for file in files:
        yield f"{file.number:02d}: {original_record(case, file)['name']}"


def _answers(record: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if record.get(name):
            yield from (f"{FIELDS[name].th}:", _shown(name, record[name]), "")


def _shown(name: str, value: str) -> str:
    if name in _DAYS:
        return long_date(date.fromisoformat(value))
    return _CHOICES[value].th if name in ("category", "relation") else value


def _file_line(file: Attachment, meta: Meta) -> str:
    how, withheld = meta.get("how", ""), meta.get("withheld", "")
    tag = copy_tag(how, withheld, is_cleaned=bool(meta["cleaned"]))
    return f"{file_name(file, meta)} · {long_date(file.added_on)} · {tag.th}"


def _heading(words: str) -> Iterator[str]:
    yield from ("", words, "-" * 40)


def _nothing() -> str:
    return CASE_FILE["nothing"].th
