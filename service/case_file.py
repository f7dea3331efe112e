"""One case as files that outlive this program: a text for people, a record for machines.

Neither holds who reported: no identity, no contact, not the minute of sending.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.states import Channel
from rules.thai_time import in_bangkok, long_date
from rules.words import CASE_FILE, CHANNELS, IDENTITY_MODES
from service.views import Answer, AttachmentLine, Line, OpenCase

FORMAT = "prongsai case"
VERSION = 1
_DAYS = ("incident_from", "incident_to")
_LETTERS = {Channel.CORRUPTION: "r", Channel.GRIEVANCE: "g"}


@dataclass(frozen=True)
class Cover:
    """What stands on every case of one export."""

    agency: str
    day: date
    asker: str
    approver: str

    def lines(self) -> list[str]:
        """Agency, day and both names, as the text shows them."""
        return [
            self.agency,
            _pair("exported_on", long_date(self.day)),
            _pair("asked_by", self.asker),
            _pair("agreed_by", self.approver),
            "",
            CASE_FILE["without"].th,
        ]


def folder_name(channel: Channel, year_be: int, number: int) -> str:
    """A case's folder, in plain letters: "r-2570-0001"; a test's begins with "test-"."""
    test = "test-" if number < 0 else ""
    return f"{test}{_LETTERS[channel]}-{year_be}-{abs(number):04d}"


def as_text(lines: Iterable[str]) -> bytes:
    """Lines as the text programs of an old office computer read them: marked UTF-8, CR LF."""
    joined = "\n".join(lines).replace("\r\n", "\n")
    return f"{joined}\n".replace("\n", "\r\n").encode("utf-8-sig")


def case_text(case: OpenCase, cover: Cover) -> bytes:
    """The case from top to bottom, in Thai."""
    return as_text(_text_lines(case, cover))


def case_record(case: OpenCase, cover: Cover) -> bytes:
    """The same as JSON in UTF-8."""
    record = {
        "format": FORMAT,
        "version": VERSION,
        "agency": cover.agency,
        "exported_on": cover.day.isoformat(),
        "channel": case.channel.value,
        "number": case.receipt_no,
        "subject": case.subject,
        "state": case.state.value,
        "identity_mode": case.identity_mode,
        "submitted_on": in_bangkok(case.submitted_at).date().isoformat(),
        "received_on": case.received_on.isoformat(),
        "answered_on": case.answered_on.isoformat() if case.answered_on else None,
        "case_officer": case.case_officer,
        "answers": [_answer_record(answer) for answer in case.answers],
        "conversation": [_line_record(line) for line in case.conversation],
        "notes": [_line_record(line) for line in case.notes],
        "files": [_file_record(file) for file in case.attachments],
        "history": [
            {"day": line.day.isoformat(), "title": line.title.th, "by": line.by}
            for line in reversed(case.history)
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _text_lines(case: OpenCase, cover: Cover) -> Iterator[str]:
    yield f"{CASE_FILE['title'].th} {case.receipt_no}"
    yield CHANNELS[case.channel.value].th
    yield from cover.lines()
    yield from _heading(case.subject)
    yield _pair("state", case.state_words.th)
    yield _pair("received_on", long_date(case.received_on))
    if case.answered_on:
        yield _pair("answered_on", long_date(case.answered_on))
    yield _pair("case_officer", case.case_officer or CASE_FILE["nothing"].th)
    if case.identity_mode in IDENTITY_MODES:
        yield IDENTITY_MODES[case.identity_mode].th
    yield from _heading(CASE_FILE["told"].th)
    for answer in case.answers:
        yield from (f"{answer.label.th}:", _shown(answer), "")
    yield from _said("talk", case.conversation)
    yield from _said("notes", case.notes)
    yield from _heading(CASE_FILE["files"].th)
    yield from [_file_words(file) for file in case.attachments] or [CASE_FILE["nothing"].th]
    yield from _heading(CASE_FILE["history"].th)
    for event in reversed(case.history):
        yield " · ".join(filter(None, (long_date(event.day), event.title.th, event.by)))


def _heading(words: str) -> Iterator[str]:
    yield from ("", "", words, "-" * 40)


def _pair(name: str, value: str) -> str:
    return f"{CASE_FILE[name].th}: {value}"


def _shown(answer: Answer) -> str:
    """An answer's words; days as Thai writes them."""
    return long_date(date.fromisoformat(answer.text)) if answer.field in _DAYS else answer.text


def _said(name: str, lines: tuple[Line, ...]) -> Iterator[str]:
    yield from _heading(CASE_FILE[name].th)
    for line in lines:
        who = CASE_FILE[line.author].th
        yield from (f"{long_date(line.day)} · {who} · {line.title.th}", line.text, "")
    if not lines:
        yield CASE_FILE["nothing"].th


def _file_words(file: AttachmentLine) -> str:
    return f"{file.name} · {long_date(file.day)} · {file.tag.th}"


def _answer_record(answer: Answer) -> dict[str, str]:
    return {"field": answer.field, "label": answer.label.th, "text": answer.text}


def _line_record(line: Line) -> dict[str, str]:
    return {
        "day": line.day.isoformat(),
        "by": line.author,
        "kind": line.kind,
        "title": line.title.th,
        "text": line.text,
    }


def _file_record(file: AttachmentLine) -> dict[str, Any]:
    return {
        "name": f"files/{file.name}",
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "added_on": file.day.isoformat(),
        "cleaned": file.cleaned,
        "how": file.how,
        "withheld": file.withheld,
    }
