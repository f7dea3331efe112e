"""The office's own texts of papers: every version is kept, and only a sound one is saved."""

import pytest

from rules.official_paper import PARAGRAPH
from rules.paper_kinds import LAYOUT_OF, TO_REPORTER, WITH_TEMPLATE, PaperKind, SecrecyGrade
from rules.permissions import Role
from rules.words.paper_templates import SHIPPED
from service.errors import InvalidInput, NotAllowed, NotFound
from service.paper_example import example_paper
from service.paper_templates import (
    BrokenText,
    back_to_shipped,
    back_to_version,
    history,
    save_template,
    template_of,
    templates,
)
from tests.office import Office

MEMO = PaperKind.MEMO
TEXT = "เรื่อง: เสนอ {เลขรับ}\nเรียน: นายก\n---\nฉบับ{}\n"


def text(mark: str) -> str:
    return TEXT.replace("{}", mark)


def save(office: Office, mark: str, seen: int | None = None, by: str = "intake1") -> int:
    with office.desk(by) as work:
        return save_template(work, MEMO, text(mark), seen)


def in_use(office: Office, kind: PaperKind = MEMO) -> tuple[str, int]:
    with office.desk("legal1") as work:
        return template_of(work, kind)


def versions(office: Office) -> list[tuple[int, bool, str]]:
    with office.desk("intake1") as work:
        return [(one.version, one.is_shipped, one.changed_by) for one in history(work, MEMO)]


def test_before_anybody_changes_anything_every_paper_has_the_shipped_text(office: Office):
    with office.desk("admin1") as work:
        listed = templates(work)
    assert [one.kind for one in listed] == list(WITH_TEMPLATE)
    assert all(one.version == 0 and one.is_shipped and one.changed_at is None for one in listed)
    for kind in WITH_TEMPLATE:
        assert in_use(office, kind) == (SHIPPED[kind.value], 0)


def test_a_saved_text_is_the_next_version_with_who_and_when(office: Office):
    assert save(office, "หนึ่ง") == 1
    assert save(office, "สอง", by="admin1") == 2
    assert in_use(office) == (text("สอง"), 2)
    assert versions(office) == [
        (2, False, "นายเทคนิค ดูแล"), (1, False, "นางสาวมาลี ใจงาม"), (0, True, ""),
    ]  # fmt: skip
    with office.desk("intake1") as work:
        listed = {one.kind: one for one in templates(work)}
    assert (listed[MEMO].version, listed[MEMO].text) == (2, text("สอง"))
    assert listed[MEMO].changed_at == office.clock.now
    assert listed[PaperKind.COVER_LETTER].version == 0


def test_a_text_that_changes_nothing_makes_no_version(office: Office):
    with office.desk("intake1") as work:
        assert save_template(work, MEMO, SHIPPED["memo"].replace("\n", "\r\n")) == 0
    assert save(office, "หนึ่ง") == save(office, "หนึ่ง") == 1
    assert len(versions(office)) == 2


def test_a_broken_text_is_refused_whole_with_every_place(office: Office):
    broken = "เรื่อง: {ไม่มี}\nเรียน: นายก\n---\nก {ผู้รับ}"
    with pytest.raises(BrokenText) as caught, office.desk("intake1") as work:
        save_template(work, MEMO, broken)
    assert caught.value.fields == {"text": "template_broken"}
    assert [(one.line, one.column, one.words) for one in caught.value.problems] == [
        (1, 9, "{ไม่มี}"), (4, 3, "{ผู้รับ}"),
    ]  # fmt: skip
    assert "{ไม่มี}" not in str(caught.value), "an error may be logged"
    assert in_use(office) == (SHIPPED["memo"], 0)


def test_who_has_not_seen_the_newest_version_does_not_overwrite_it(office: Office):
    assert save(office, "หนึ่ง", seen=0) == 1
    with pytest.raises(InvalidInput) as caught:
        save(office, "สอง", seen=0, by="intake2")
    assert caught.value.fields == {"text": "template_changed"}
    assert in_use(office) == (text("หนึ่ง"), 1)
    assert save(office, "สอง", seen=1, by="intake2") == 2


def test_going_back_to_the_shipped_text_is_a_version_and_loses_nothing(office: Office):
    save(office, "หนึ่ง")
    with office.desk("intake1") as work:
        assert back_to_shipped(work, MEMO, 1) == 2
    assert in_use(office) == (SHIPPED["memo"], 0)
    assert [(number, shipped) for number, shipped, _who in versions(office)] == [
        (2, True), (1, False), (0, True),
    ]  # fmt: skip
    with office.desk("intake1") as work:
        assert back_to_version(work, MEMO, 1, 2) == 3
    assert in_use(office) == (text("หนึ่ง"), 3)
    with office.desk("intake1") as work:
        assert back_to_version(work, MEMO, 2) == 4
    assert in_use(office) == (SHIPPED["memo"], 0)
    save(office, "สอง")
    with office.desk("intake1") as work:
        assert back_to_version(work, MEMO, 0, 5) == 6
    assert in_use(office) == (SHIPPED["memo"], 0)


def test_a_version_that_never_was_cannot_be_gone_back_to(office: Office):
    with pytest.raises(NotFound), office.desk("intake1") as work:
        back_to_version(work, MEMO, 7)


def test_only_who_assigns_cases_or_keeps_the_settings_may_edit(office: Office):
    office.hire("publisher1", "นางสาวจันทร์ เผยแพร่ดี", Role.PUBLISHER)
    for login in ("legal1", "publisher1", "inside1"):
        for errand in (
            templates,
            lambda work: history(work, MEMO),
            lambda work: save_template(work, MEMO, text("หนึ่ง")),
            lambda work: back_to_shipped(work, MEMO),
            lambda work: back_to_version(work, MEMO, 0),
            lambda work: example_paper(work, MEMO, text("หนึ่ง")),
        ):
            with pytest.raises(NotAllowed), office.desk(login) as work:
                errand(work)
    for login in ("admin1", "intake1", "clerk", "grievance1"):
        with office.desk(login) as work:
            assert templates(work)


@pytest.mark.parametrize("kind", WITH_TEMPLATE)
def test_the_example_of_each_paper_is_whole_and_names_the_office(office: Office, kind: PaperKind):
    with office.desk("admin1") as work:
        paper = example_paper(work, kind, SHIPPED[kind.value])
        agency = work.agency().name_th
    assert paper.layout is LAYOUT_OF[kind]
    assert agency in repr([piece.words for piece in paper.body])
    assert paper.day == office.clock.now.date()
    assert any(piece.kind == PARAGRAPH for piece in paper.body)
    grade = SecrecyGrade.NONE if kind in TO_REPORTER else SecrecyGrade.SECRET
    assert paper.secrecy is grade


def test_the_example_of_a_broken_text_is_refused_with_its_places(office: Office):
    with pytest.raises(BrokenText) as caught, office.desk("admin1") as work:
        example_paper(work, MEMO, "ก")
    assert {one.code for one in caught.value.problems} >= {"divider_missing", "subject_missing"}
