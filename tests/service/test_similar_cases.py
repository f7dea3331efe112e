"""Similar open cases are found inside what the officer may open, and nowhere else."""

import pytest
from sqlalchemy import select, update

from crypto.envelope import ObjectType
from models.complaint import SealedObject
from models.history import AccessLog
from rules.states import Channel, Move
from service import similar_cases as errand
from service.actors import AgencyClerk
from service.errors import NotAllowed, NotFound
from service.similar_cases import SimilarCases, similar_cases
from service.submit_complaint import filing_form
from tests.joining import join
from tests.office import Office
from tests.readers import change

ROAD = "กรรมการตรวจรับลงนามรับงานถนนคอนกรีตหมู่ 4 ทั้งที่หนาไม่ถึงตามแบบ"
SAME_ROAD = "ถนนคอนกรีตที่หมู่ ๔ หนาไม่ถึงแบบ แต่กรรมการตรวจรับก็ลงนามรับงาน"
OTHER = "เบิกค่าเดินทางไปราชการทั้งที่ไม่ได้ไป มีใบเสร็จโรงแรมปลอม"


def find(office: Office, login: str, case_id: str) -> SimilarCases:
    with office.desk(login) as work:
        return similar_cases(work, case_id)


def ids(found: SimilarCases) -> list[str]:
    return [one.id for one in found.cases]


def test_the_likest_comes_first_and_the_unlike_not_at_all(office: Office) -> None:
    case_id = office.case_id(office.file(narrative=ROAD))
    same = office.case_id(office.file(narrative=SAME_ROAD))
    word_for_word = office.case_id(office.file(narrative=ROAD))
    office.file(narrative=OTHER)
    found = find(office, "intake1", case_id)
    assert ids(found) == [word_for_word, same]
    assert (found.cases[0].percent, found.looked_at, found.left_out) == (100, 3, 0)
    assert found.may_merge


def test_what_keeps_the_officer_out_does_not_exist(office: Office) -> None:
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    malee = [one.id for one in holders if one.name.startswith("นางสาวมาลี")]
    case_id = office.case_id(office.file(narrative=ROAD))
    hidden = office.case_id(office.file(narrative=ROAD, exclude=malee))
    found = find(office, "intake1", case_id)
    assert (ids(found), found.looked_at, found.left_out) == ([], 0, 0)
    assert ids(find(office, "intake2", case_id)) == [hidden]
    with pytest.raises(NotFound):
        find(office, "intake1", hidden)
    with pytest.raises(NotAllowed):
        find(office, "admin1", case_id)


def test_ended_cases_tests_and_the_other_channel_are_left_out(office: Office) -> None:
    case_id = office.case_id(office.file(narrative=ROAD))
    ended, merged = (office.case_id(office.file(narrative=ROAD)) for _ in range(2))
    office.file(Channel.GRIEVANCE, narrative=ROAD)
    office.move("intake1", ended, Move.FORWARD, forwarded_to="ป.ป.ช.", reason="x", notice_text="x")
    join(office, "intake1", merged, case_id)
    assert find(office, "intake1", case_id).looked_at == 0
    assert ids(find(office, "intake1", ended)) == [case_id]
    assert not find(office, "intake1", ended).may_merge


def test_a_grievance_officer_finds_grievances(office: Office) -> None:
    case_id = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟทางหน้าโรงเรียนดับ"))
    same = office.case_id(office.file(Channel.GRIEVANCE, narrative="ไฟหน้าโรงเรียนดับหลายวัน"))
    office.file(narrative="ไฟทางหน้าโรงเรียนดับ")
    assert ids(find(office, "grievance1", case_id)) == [same]


def test_only_the_newest_are_opened_and_the_log_tells_how_many(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "CANDIDATES_MOST", 2)
    case_id = office.case_id(office.file(narrative=ROAD))
    cases = [office.case_id(office.file(narrative=ROAD)) for _ in range(4)]
    found = find(office, "intake1", case_id)
    assert set(ids(found)) == set(cases[-2:])
    assert (found.looked_at, found.left_out) == (2, 2)
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        log = {(row.what, row.count) for row in work.rows(select(AccessLog))}
    assert log == {("case", 1), ("similar", 2)}


def test_a_case_that_was_tampered_with_does_not_stop_the_others(office: Office) -> None:
    case_id = office.case_id(office.file(narrative=ROAD))
    broken, whole = (office.case_id(office.file(narrative=ROAD)) for _ in range(2))
    change(office, update(SealedObject).where(
        SealedObject.case_id == bytes.fromhex(broken),
        SealedObject.type == int(ObjectType.REPORT),
    ).values(sealed=b"\x01" * 400))  # fmt: skip
    assert ids(find(office, "intake1", case_id)) == [whole]
