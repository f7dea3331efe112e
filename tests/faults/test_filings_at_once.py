"""Many filings at the same moment, against the production server on both databases."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from models.complaint import Complaint
from service.actors import AgencyClerk
from tests.office import Office
from tests.real_server import RealServer
from tests.reporter_client import ReporterClient

AT_ONCE = 64


def test_sixty_four_simultaneous_filings_give_sixty_four_receipts(
    office: Office, tmp_path, real_server: RealServer
) -> None:
    clients = [ReporterClient(real_server.port) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        checks = list(pool.map(lambda c: c.check_page("พยานหมายเลขหนึ่ง"), clients))
        receipts = list(pool.map(ReporterClient.send, clients, checks))
    assert {receipt.status for receipt in receipts} == {200}
    assert len({receipt.code for receipt in receipts}) == AT_ONCE
    numbers = sorted(int(receipt.receipt_no.split("/")[0]) for receipt in receipts)
    assert numbers == list(range(1, AT_ONCE + 1))
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        ids = [case_id.hex() for case_id in work.rows(select(Complaint.id))]
    assert {office.open("intake1", case_id).answers[0].text for case_id in ids} == {
        "พยานหมายเลขหนึ่ง"
    }
    assert len(ids) == AT_ONCE


def test_the_same_page_sent_eight_times_at_once_is_one_complaint(
    office: Office, real_server: RealServer
) -> None:
    client = ReporterClient(real_server.port)
    check = client.check_page("ส่งซ้ำเพราะสัญญาณขาด")
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: client.send(check), range(8)))
    assert {receipt.status for receipt in receipts} == {200}
    assert len({receipt.code for receipt in receipts}) == 1
    assert {receipt.receipt_no.split("/")[0] for receipt in receipts} == {"1"}
