"""What followed a measure is counted for who may open, and told outside only when nothing is small.

A district's worth of years is filed for real, so each scene stands on one database copy.
"""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from models.disclosure import PreparedTables, Publication
from models.history import AccessLog
from rules.permissions import Role
from rules.prevention_effect import FEWER, TOO_SHORT
from rules.publication import ANALYSIS
from service.actors import AgencyClerk
from service.analysis_document import (
    AnalysisDocument,
    analysis_from,
    analysis_record,
    make_analysis,
    publish_analysis,
    shown_analysis,
)
from service.errors import InvalidInput, NotAllowed, NotFound
from service.prevention import add_measure, change_measure, set_done
from service.prevention_effects import (
    ShownEffect,
    begin_effect,
    begin_preparing,
    effect_on,
    keep_prepared,
    prepared_content,
    prepared_effects,
)
from service.publications import Version, look_at_publications, newest
from tests.office import Office
from tests.readers import change
from tests.service.test_prevention import TYPED

BEFORE = datetime(2025, 5, 5, 3, tzinfo=UTC)
AFTER = datetime(2026, 5, 5, 3, tzinfo=UTC)
LATER = datetime(2027, 1, 5, 3, tzinfo=UTC)
DONE = "15/11/2568"


def years(office: Office, before: int, after: int, **more: str) -> str:
    """A done measure, with so many cases of its category and unit before and after."""
    for moment, number in ((BEFORE, before), (AFTER, after)):
        office.clock.now = moment
        for _ in range(number):
            office.file(category="procurement", accused_unit="กองช่าง")
    office.clock.now = LATER
    return done_measure(office, **more)


def done_measure(office: Office, **more: str) -> str:
    with office.desk("intake1") as work:
        measure_id = add_measure(work, TYPED | {"unit": works(office)} | more)
    with office.desk("intake1") as work:
        set_done(work, measure_id, {"done_on": DONE})
    return measure_id


def works(office: Office) -> str:
    from models.agency import Unit

    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return next(row.id.hex() for row in work.rows(select(Unit)) if row.name_th == "กองช่าง")


def effect(office: Office, measure_id: str, login: str = "intake1") -> ShownEffect:
    with office.desk(login) as work:
        chosen = begin_effect(work, measure_id)
    with office.desk(login) as work:
        return effect_on(work, measure_id, chosen)


def prepare(office: Office, login: str = "intake1") -> None:
    with office.desk(login) as work:
        chosen = begin_preparing(work)
    with office.desk(login) as work:
        content = prepared_content(work, chosen)
    with office.desk(login) as work:
        keep_prepared(work, content)


def document(office: Office) -> AnalysisDocument:
    with office.public() as work:
        return make_analysis(work)


def publisher(office: Office) -> None:
    office.hire("web1", "นายเว็บ เผยแพร่", Role.PUBLISHER)


def publish(office: Office, note: str = "") -> Version:
    with office.desk("web1") as work:
        return publish_analysis(work, {"note": note})


def test_numbers_before_and_after_are_shown_to_who_may_open(office: Office) -> None:
    measure_id = years(office, 6, 1)
    shown = effect(office, measure_id)
    assert (sum(shown.effect.before), sum(shown.effect.after)) == (6, 1)
    assert (shown.effect.verdict, shown.unreadable, shown.left_out) == (FEWER, 0, 0)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        lines = [(row.what, row.count) for row in work.rows(select(AccessLog))]
    assert lines == [("patterns", 7)]
    for login in ("grievance1", "legal1"):
        with pytest.raises(NotAllowed):
            effect(office, measure_id, login)


def test_a_measure_that_is_not_done_has_no_effect_and_a_young_one_is_too_early(
    office: Office,
) -> None:
    with office.desk("intake1") as work:
        open_one = add_measure(work, TYPED)
    with pytest.raises(NotFound):
        effect(office, open_one)
    with office.desk("intake1") as work:
        set_done(work, open_one, {"done_on": "20/11/2569"})
    assert effect(office, open_one).effect.verdict == TOO_SHORT


def test_large_counts_are_told_outside_by_a_publisher_without_keys(office: Office) -> None:
    years(office, 5, 0)
    prepare(office)
    publisher(office)
    publish(office)
    with office.public() as work:
        shown = shown_analysis(work)
    assert shown is not None and shown.version.version == 1
    (told,) = shown.document.measures
    assert told.effect is not None
    assert (told.effect.unit.th, told.effect.counts.before, told.effect.counts.after) == (
        "กองช่าง", 5, 0,
    )  # fmt: skip
    assert told.effect.counts.first_after == date(2026, 1, 1)


def test_small_counts_are_neither_kept_nor_told(office: Office) -> None:
    years(office, 5, 1)
    prepare(office)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        (kept,) = work.rows(select(PreparedTables))
    assert json.loads(kept.content)["effects"] == []
    assert document(office).measures[0].effect is None


def test_one_case_of_another_unit_hides_the_counts_too(office: Office) -> None:
    office.clock.now = AFTER
    office.file(category="procurement", accused_unit="สำนักปลัด")
    years(office, 5, 0)
    prepare(office)
    assert document(office).measures[0].effect is None


def test_of_two_measures_against_the_same_only_the_first_is_told(office: Office) -> None:
    first = years(office, 5, 0)
    done_measure(office)
    with office.desk("intake1") as work:
        set_done(work, first, {"done_on": "14/11/2568"})
    prepare(office)
    assert [one.effect is not None for one in document(office).measures].count(True) == 1


def test_counts_of_a_measure_that_was_changed_since_are_not_told(office: Office) -> None:
    measure_id = years(office, 5, 0)
    prepare(office)
    assert document(office).measures[0].effect is not None
    with office.desk("intake1") as work:
        change_measure(work, measure_id, TYPED | {"unit": works(office), "category": "bribery"})
    assert document(office).measures[0].effect is None


def test_counts_that_sql_has_changed_are_nobodys(office: Office) -> None:
    years(office, 5, 0)
    prepare(office)
    with office.desk("intake1") as work:
        content = work.rows(select(PreparedTables))[0].content
    flattering = content.replace(b'"before":5', b'"before":99')
    assert flattering != content
    change(office, update(PreparedTables).values(content=flattering))
    with office.desk("intake1") as work:
        assert prepared_effects(work) is None
    assert document(office).measures[0].effect is None


def test_only_who_counts_prepares_and_only_a_publisher_publishes(office: Office) -> None:
    with office.desk("intake1") as work:
        add_measure(work, TYPED)
    publisher(office)
    for login in ("web1", "grievance1", "admin1"):
        with pytest.raises(NotAllowed):
            prepare(office, login)
    for login in ("intake1", "clerk", "admin1"):
        with pytest.raises(NotAllowed), office.desk(login) as work:
            publish_analysis(work, {})


def test_what_is_published_is_only_what_was_written_for_the_public(office: Office) -> None:
    with office.desk("intake1") as work:
        add_measure(work, TYPED)
        add_measure(work, TYPED | {"public_text": "", "measure": "ไม่เผยแพร่"})
    publisher(office)
    version = publish(office)
    assert (version.kind, version.fiscal_year_be, version.topic) == (ANALYSIS, 2570, "")
    with office.public() as work:
        content = work.rows(select(Publication))[0].content.decode()
        assert list(look_at_publications(work)) == []
        found = newest(work, ANALYSIS)
    assert found is not None
    assert TYPED["public_text"] in content and "กองคลัง" in content
    for kept_back in (TYPED["root_cause"], "ไม่เผยแพร่", "procurement", "จัดซื้อจัดจ้าง"):
        assert kept_back not in content
    assert analysis_record(analysis_from(found.record)) == found.record


def test_another_version_says_what_is_put_right(office: Office) -> None:
    publisher(office)
    with pytest.raises(InvalidInput) as nothing:
        publish(office)
    assert nothing.value.fields == {"record": "nothing_to_publish"}
    with office.desk("intake1") as work:
        measure_id = add_measure(work, TYPED)
    publish(office)
    with pytest.raises(InvalidInput) as same:
        publish(office, "ไม่มีอะไรเปลี่ยน")
    assert same.value.fields == {"record": "nothing_changed"}
    with office.desk("intake1") as work:
        set_done(work, measure_id, {"done_on": "20/11/2569"})
    with pytest.raises(InvalidInput) as silent:
        publish(office)
    assert silent.value.fields == {"note": "required"}
    for note, problem in (("โทร 0812345678", "personal_mark"), ("ก" * 1001, "too_long")):
        with pytest.raises(InvalidInput) as unfit:
            publish(office, note)
        assert unfit.value.fields == {"note": problem}
    assert publish(office, "ทำเสร็จแล้ว").version == 2
    with office.public() as work:
        newest_one, first = shown_analysis(work), shown_analysis(work, 2570, 1)
        with pytest.raises(NotFound):
            shown_analysis(work, 2570, 3)
    assert newest_one is not None and newest_one.document.done == 1
    assert first is not None and first.document.done == 0
