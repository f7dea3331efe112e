"""Somebody with SQL changes keys and words: each way is refused in use, and named by `doctor`."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, insert, select, update

from crypto.primitives import random_bytes, sign
from crypto.sealed_keys import (
    KeyringEntry,
    ShareContext,
    ShareKind,
    generate_pair,
    generate_signing,
    seal_share,
    sign_entry,
)
from models.agency import OfficeHolderRow, RecoveryKey
from models.complaint import CaseEpoch, Complaint, SealedObject
from models.history import CaseEvent
from models.key_share import KeyShare
from models.officer import Officer, OfficerRole
from rules.permissions import Role
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk, AllAgencies
from service.checked_keys import ROLE_BITS, role_bits
from service.errors import InvalidInput, NotFound, Unreadable
from service.follow_complaint import follow, write_to_office
from service.keyring import load_keyring
from service.look_for_tampering import look_for_tampering
from service.submit_complaint import filing_form
from tests.office import MONDAY, Office

NOBODY = bytes(16)


@dataclass(frozen=True)
class Scene:
    """Two cases of one office in which the officer has asked and the reporter has answered."""

    office: Office
    first: bytes
    second: bytes
    token: str


@pytest.fixture
def scene(office: Office) -> Scene:
    receipts = [office.file(narrative=f"เรื่องที่ {number}") for number in (1, 2)]
    ids = [office.case_id(receipt) for receipt in receipts]
    tokens = [office.confirm(receipt) for receipt in receipts]
    for case_id in ids:
        office.move("intake1", case_id, Move.ASK, notice_text="ขอข้อมูลเพิ่ม")
    for token in tokens:
        with office.reporter() as work:
            write_to_office(work, token, "เกิดเมื่อวันจันทร์")
    return Scene(office, bytes.fromhex(ids[0]), bytes.fromhex(ids[1]), tokens[0])


def _everywhere(scene: Scene):
    return scene.office.work(AllAgencies("do as an operator with SQL does"))


def _run(scene: Scene, *statements) -> None:
    with _everywhere(scene) as work:
        for statement in statements:
            work.session.execute(statement)


def _body(scene: Scene, case_id: bytes, type_: int) -> SealedObject:
    with _everywhere(scene) as work:
        return work.session.scalars(
            select(SealedObject).where(SealedObject.case_id == case_id, SealedObject.type == type_)
        ).first()


def _set(model, *conditions, **values):
    return update(model).where(*conditions).values(**values)


# What the operator does


def swap_the_reports_of_two_cases(scene: Scene) -> None:
    one, two = (_body(scene, case_id, 1) for case_id in (scene.first, scene.second))
    _run(
        scene,
        _set(SealedObject, SealedObject.id == one.id, sealed=two.sealed),
        _set(SealedObject, SealedObject.id == two.id, sealed=one.sealed),
    )


def swap_a_message_for_an_older_one(scene: Scene) -> None:
    scene.office.move("intake1", scene.first.hex(), Move.MESSAGE, notice_text="อีกข้อความ")
    with _everywhere(scene) as work:
        older, newer = work.session.scalars(
            select(SealedObject)
            .join(CaseEvent, CaseEvent.object_id == SealedObject.id)
            .where(SealedObject.case_id == scene.first, SealedObject.type == 5)
            .order_by(CaseEvent.seq)
        ).all()
        old_bytes = older.sealed
        newer_id = newer.id
    _run(scene, _set(SealedObject, SealedObject.id == newer_id, sealed=old_bytes))


def swap_the_reporters_public_half(scene: Scene) -> None:
    public = generate_pair().public
    _run(scene, _set(Complaint, Complaint.id == scene.first, reporter_public=public))


def swap_the_identity_public_half(scene: Scene) -> None:
    public = generate_pair().public
    _run(scene, _set(Complaint, Complaint.id == scene.first, identity_public=public))


def swap_the_case_public_half(scene: Scene) -> None:
    public = generate_pair().public
    _run(scene, _set(CaseEpoch, CaseEpoch.case_id == scene.first, case_public=public))


def swap_case_half_and_shares_together(scene: Scene) -> None:
    """The operator seals own keys to every officer, so that each opens something."""
    ghost = generate_pair()
    with _everywhere(scene) as work:
        for share in work.rows(
            select(KeyShare).where(
                KeyShare.case_id == scene.first, KeyShare.kind == int(ShareKind.CONTENT)
            )
        ):
            officer = work.session.get(Officer, share.holder_id)
            if officer is not None:
                context = ShareContext(
                    share.agency_id, share.case_id, 0, share.holder_id, ShareKind.CONTENT
                )
                share.sealed = seal_share(ghost.private, officer.pair_public, context)
        epoch = work.one(CaseEpoch, case_id=scene.first, epoch=0)
        epoch.case_public = ghost.public


def add_a_ghost_epoch(scene: Scene) -> None:
    _ghost_epoch(scene, NOBODY)


def add_a_ghost_epoch_in_an_officers_name(scene: Scene) -> None:
    _ghost_epoch(scene, scene.office.officers["intake2"].officer_id)


def _ghost_epoch(scene: Scene, maker: bytes) -> None:
    _run(
        scene,
        insert(CaseEpoch).values(
            agency_id=scene.office.agency_id,
            case_id=scene.first,
            epoch=1,
            case_public=generate_pair().public,
            made_on=MONDAY.date(),
            made_by=maker,
            link=random_bytes(1240),
            signature=sign(random_bytes(32), b"anything"),
        ),
        _set(Complaint, Complaint.id == scene.first, epoch=1),
    )


def play_an_event_again(scene: Scene) -> None:
    """The officer's question, copied to the end of the chain as a new event."""
    with _everywhere(scene) as work:
        asked = work.one(CaseEvent, case_id=scene.first, kind=int(EventKind.INFO_REQUESTED))
        case = work.session.get_one(Complaint, scene.first)
        work.session.add(
            CaseEvent(
                agency_id=asked.agency_id,
                case_id=asked.case_id,
                seq=case.event_count,
                kind=asked.kind,
                day=asked.day,
                packed=asked.packed,
                salt=random_bytes(32),
                object_id=asked.object_id,
                officer_id=asked.officer_id,
                signature=asked.signature,
            )
        )
        case.event_count += 1


def move_an_event_to_another_case(scene: Scene) -> None:
    with _everywhere(scene) as work:
        asked = {
            case_id: work.one(CaseEvent, case_id=case_id, kind=int(EventKind.INFO_REQUESTED))
            for case_id in (scene.first, scene.second)
        }
        mine, other = asked[scene.first], asked[scene.second]
        mine.packed, mine.signature = other.packed, other.signature


def redate_the_answer(scene: Scene) -> None:
    _run(
        scene,
        _set(
            CaseEvent,
            CaseEvent.case_id == scene.first,
            CaseEvent.kind == int(EventKind.INFO_REQUESTED),
            day=MONDAY.date().replace(day=1),
        ),
    )


def drop_the_last_event(scene: Scene) -> None:
    with _everywhere(scene) as work:
        case = work.session.get_one(Complaint, scene.first)
        last = case.event_count - 1
        case.event_count = last
    _run(
        scene,
        delete(CaseEvent).where(CaseEvent.case_id == scene.first, CaseEvent.seq == last),
    )


CHANGES: list[tuple[Callable[[Scene], None], str]] = [
    (swap_the_reports_of_two_cases, "words_changed"),
    (swap_a_message_for_an_older_one, "words_changed"),
    (swap_the_reporters_public_half, "keys_changed"),
    (swap_the_identity_public_half, "keys_changed"),
    (swap_the_case_public_half, "case_key_not_signed"),
    (swap_case_half_and_shares_together, "case_key_not_signed"),
    (add_a_ghost_epoch, "case_key_not_signed"),
    (add_a_ghost_epoch_in_an_officers_name, "case_key_not_signed"),
    (play_an_event_again, "events_missing_or_changed"),
    (move_an_event_to_another_case, "events_missing_or_changed"),
    (redate_the_answer, "event_not_signed"),
    (drop_the_last_event, "events_missing_or_changed"),
]


def _findings(scene: Scene) -> set[str]:
    with scene.office.work(AgencyClerk(scene.office.agency_id), writes=False) as work:
        return {finding.kind for finding in look_for_tampering(work)}


def test_an_honest_office_raises_no_alarm(scene: Scene) -> None:
    assert _findings(scene) == set()


@pytest.mark.parametrize(
    ("change", "kind"), CHANGES, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_was_changed_is_named(
    scene: Scene, change: Callable[[Scene], None], kind: str
) -> None:
    change(scene)
    assert kind in _findings(scene)


@pytest.mark.parametrize("change", [change for change, _ in CHANGES], ids=lambda one: one.__name__)
def test_nobody_reads_what_was_changed_as_if_it_were_genuine(
    scene: Scene, change: Callable[[Scene], None]
) -> None:
    scene.office.open("intake1", scene.first.hex())
    change(scene)
    with pytest.raises(Unreadable):
        scene.office.open("intake1", scene.first.hex())


@pytest.mark.parametrize(
    "change",
    [
        swap_the_reporters_public_half,
        swap_the_identity_public_half,
        swap_the_case_public_half,
        swap_case_half_and_shares_together,
        add_a_ghost_epoch,
        add_a_ghost_epoch_in_an_officers_name,
    ],
    ids=lambda one: one.__name__,
)
def test_the_reporter_writes_nothing_to_a_key_that_was_swapped_in(
    scene: Scene, change: Callable[[Scene], None]
) -> None:
    change(scene)
    with _everywhere(scene) as work:
        before = len(work.rows(select(SealedObject.id)))
    with pytest.raises(Unreadable), scene.office.reporter() as work:
        write_to_office(work, scene.token, "ชื่อพยานคือ")
    with _everywhere(scene) as work:
        assert len(work.rows(select(SealedObject.id))) == before


# Keys planted in the keyring


def plant_an_officer(scene: Scene, **more: object) -> bytes:
    """An active intake officer whom nobody signed."""
    pair, (_, public) = generate_pair(), generate_signing()
    officer_id = random_bytes(16)
    _run(
        scene,
        insert(Officer).values(
            id=officer_id,
            agency_id=scene.office.agency_id,
            login="ghost",
            name="นายผี ไม่มีจริง",
            post="นิติกร",
            standing="active",
            pair_public=pair.public,
            signing_public=public,
            keyring_role_bits=role_bits((Role.INTAKE,)),
            valid_from_on=MONDAY.date(),
            valid_until_on=MONDAY.date().replace(year=2030),
            totp_last_counter=0,
            **more,
        ),
        insert(OfficerRole).values(
            agency_id=scene.office.agency_id, officer_id=officer_id, role=Role.INTAKE.value
        ),
    )
    return officer_id


def a_ghost_signed_by_another_root(scene: Scene) -> bytes:
    officer_id = plant_an_officer(scene)
    seed, _ = generate_signing()
    with _everywhere(scene) as work:
        row = work.session.get_one(Officer, officer_id)
        entry = KeyringEntry(
            row.agency_id, row.id, row.keyring_role_bits, row.pair_public, row.signing_public,
            row.valid_from_on.toordinal(), row.valid_until_on.toordinal(),
        )  # fmt: skip
        row.keyring_signature = sign_entry(entry, seed)
    return officer_id


def a_ghost_with_a_real_officers_signature(scene: Scene) -> bytes:
    with _everywhere(scene) as work:
        signature = work.one(Officer, login="intake1").keyring_signature
    return plant_an_officer(scene, keyring_signature=signature)


def a_ghost_vouched_for_in_colleagues_names(scene: Scene) -> bytes:
    return plant_an_officer(
        scene,
        countersigned_by_first=scene.office.officers["intake1"].officer_id,
        first_countersignature=sign(random_bytes(32), b"anything"),
        countersigned_by_second=scene.office.officers["intake2"].officer_id,
        second_countersignature=sign(random_bytes(32), b"anything"),
    )


def a_real_officer_with_a_swapped_key(scene: Scene) -> bytes:
    officer_id = scene.office.officers["intake2"].officer_id
    public = generate_pair().public
    _run(scene, _set(Officer, Officer.id == officer_id, pair_public=public))
    return officer_id


def a_clerk_who_made_himself_an_intake_officer(scene: Scene) -> bytes:
    officer_id = scene.office.officers["clerk"].officer_id
    bits = role_bits((Role.SUPERVISOR,)) | ROLE_BITS[Role.INTAKE]
    _run(
        scene,
        _set(Officer, Officer.id == officer_id, keyring_role_bits=bits),
        insert(OfficerRole).values(
            agency_id=scene.office.agency_id, officer_id=officer_id, role=Role.INTAKE.value
        ),
    )
    return officer_id


GHOSTS = [
    a_ghost_signed_by_another_root,
    a_ghost_with_a_real_officers_signature,
    a_ghost_vouched_for_in_colleagues_names,
    a_real_officer_with_a_swapped_key,
    a_clerk_who_made_himself_an_intake_officer,
]


@pytest.mark.parametrize("plant", GHOSTS, ids=lambda one: one.__name__)
def test_a_planted_key_is_refused_and_named(scene: Scene, plant: Callable[[Scene], bytes]) -> None:
    ghost = plant(scene)
    with scene.office.public() as work:
        keyring = load_keyring(work)
    assert ghost in keyring.refused
    assert keyring.officer(ghost) is None
    assert "key_not_signed" in _findings(scene)


@pytest.mark.parametrize("plant", GHOSTS[:3], ids=lambda one: one.__name__)
def test_nothing_new_is_sealed_to_a_planted_key(
    scene: Scene, plant: Callable[[Scene], bytes]
) -> None:
    ghost = plant(scene)
    receipt = scene.office.file(narrative="เรื่องใหม่")
    case_id = bytes.fromhex(scene.office.case_id(receipt))
    with _everywhere(scene) as work:
        shares = work.rows(select(KeyShare).where(KeyShare.case_id == case_id))
    assert shares != []
    assert ghost not in {share.holder_id for share in shares}
    with scene.office.reporter() as work:
        names = {reader.name for reader in filing_form(work, Channel.CORRUPTION).readers}
    assert "นายผี ไม่มีจริง" not in names


def test_a_key_that_nobody_has_signed_yet_is_only_waiting(scene: Scene) -> None:
    plant_an_officer(scene)
    assert _findings(scene) == {"key_waiting"}


def test_a_planted_recovery_key_shuts_the_channel_and_is_named(scene: Scene) -> None:
    _run(
        scene,
        _set(RecoveryKey, RecoveryKey.kind == "content", pair_public=generate_pair().public),
    )
    assert "recovery_key_not_signed" in _findings(scene)
    with scene.office.public() as work:
        assert not load_keyring(work).is_open(Channel.CORRUPTION)


def test_a_share_planted_for_a_ghost_opens_nothing_and_is_named(scene: Scene) -> None:
    with _everywhere(scene) as work:
        real = work.rows(select(KeyShare).where(KeyShare.case_id == scene.first))[0]
        work.session.add(
            KeyShare(
                id=random_bytes(16), agency_id=real.agency_id, case_id=real.case_id, epoch=0,
                holder_id=random_bytes(16), kind=1, sealed=real.sealed,
            )
        )  # fmt: skip
    assert "share_for_unknown_key" in _findings(scene)


def test_a_share_copied_to_a_colleague_without_one_opens_nothing(scene: Scene) -> None:
    legal = scene.office.officers["legal1"].officer_id
    intake = scene.office.officers["intake1"].officer_id
    with _everywhere(scene) as work:
        real = work.one(KeyShare, case_id=scene.first, holder_id=intake, kind=1)
        work.session.add(
            KeyShare(
                id=random_bytes(16), agency_id=real.agency_id, case_id=real.case_id, epoch=0,
                holder_id=legal, kind=1, sealed=real.sealed, granter_id=intake,
                signature=sign(random_bytes(32), b"anything"),
            )
        )  # fmt: skip
    with pytest.raises(NotFound):
        scene.office.open("legal1", scene.first.hex())
    assert "share_not_signed" in _findings(scene)


def test_an_excluded_person_is_not_let_in_by_a_second_account(office: Office) -> None:
    """The settings forget the accused; the sealed name does not."""
    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    accused = next(one for one in holders if one.post.th == "ผู้อำนวยการกองช่าง")
    receipt = office.file(exclude=[accused.id])
    with office.work(AllAgencies("do as an operator with SQL does")) as work:
        work.session.execute(
            delete(OfficeHolderRow).where(OfficeHolderRow.id == bytes.fromhex(accused.id))
        )
        legal = work.one(Officer, login="legal1")
        legal.name = accused.name
    with pytest.raises(InvalidInput):
        office.move(
            "intake1", office.case_id(receipt), Move.ASSIGN,
            officer=office.officers["legal1"].officer_id.hex(),
        )  # fmt: skip


def test_the_reporter_reads_no_message_in_an_officers_name_that_the_officer_did_not_sign(
    scene: Scene,
) -> None:
    play_an_event_again(scene)
    with pytest.raises(Unreadable), scene.office.reporter() as work:
        follow(work, scene.token)
