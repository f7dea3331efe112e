"""Two hundred sealed and signed things of every kind, each with the way in which it is opened."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice

from crypto import case_chain, ceremonies, day_seal, envelope, sealed_keys
from crypto.authority_file import (
    KINDS,
    AuthorityCard,
    AuthorityPublic,
    AuthoritySecret,
    AuthoritySeed,
    open_authority,
    parse_card,
    seal_authority,
)
from crypto.primitives import Argon2Cost, random_bytes, sha256, sign, verify
from crypto.record_file import Record, RecordReader, RecordWriter
from crypto.sealed_keys import OfficerSecret, ShareKind, generate_pair, generate_signing

PAIRS = [generate_pair() for _ in range(3)]
PUBLICS = [pair.public for pair in PAIRS]
SEED, PUBLIC = generate_signing()
OTHER_PUBLIC = generate_signing()[1]
PEPPER = random_bytes(32)
DAY = date(2026, 11, 23)
WORDS = "ถนนหน้าโรงเรียนไม่ได้ซ่อมจริง".encode()


@dataclass(frozen=True)
class Thing:
    """Sealed bytes, what they hold, and how they are opened."""

    name: str
    sealed: bytes
    holds: object
    open: Callable[[bytes], object]


def two_hundred_things() -> list[Thing]:
    """Two hundred of them, no two with the same bytes."""
    many = {
        _objects: 50,
        _streams: 8,
        _shares: 18,
        _wrapped_secrets: 8,
        _for_days: 15,
        _drafts: 6,
        _links: 8,
        _one_time_keys: 6,
        _halves: 8,
        _keys_before: 6,
        _statements: 55,
        _authority_files: 4,
        _cards: 4,
        _record_files: 4,
    }
    return [thing for make, count in many.items() for thing in islice(make(), count)]


def _id() -> bytes:
    return random_bytes(16)


def _objects() -> Iterator[Thing]:
    types, counts = cycle(envelope.ObjectType), cycle((1, 1, 2, 3, 1))
    for number, type_, count in zip(range(999), types, counts, strict=False):
        place = envelope.Place(_id(), _id(), number, _id(), type_)
        publics = PUBLICS[:count]
        sealed = envelope.seal(WORDS, place, publics, padded_to=8192 if number % 4 == 3 else None)
        yield Thing(f"object {type_.name}", sealed, WORDS, _for_each_of(place, publics))


def _for_each_of(place: envelope.Place, publics: list[bytes]) -> Callable[[bytes], object]:
    # A reader cannot judge the wraps of others: what is broken is so for one of them at least.
    def opened(sealed: bytes) -> object:
        (one,) = {
            envelope.open_sealed(sealed, place, pair.private, publics)
            for pair in PAIRS[: len(publics)]
        }
        return one

    return opened


def _streams() -> Iterator[Thing]:
    for number, size in enumerate(cycle((0, 1, 16_384, 20_000))):
        type_ = (envelope.ObjectType.ATTACHMENT, envelope.ObjectType.ORIGINAL)[number % 2]
        place, plain = envelope.Place(_id(), _id(), 0, _id(), type_), random_bytes(size)
        sealer = envelope.start_stream(place, PUBLICS[:1])
        sealed = sealer.prefix + sealer.update(plain) + sealer.finalize()
        yield Thing("stream", sealed, plain, _stream_of(place))


def _stream_of(place: envelope.Place) -> Callable[[bytes], object]:
    def opened(sealed: bytes) -> object:
        split = envelope.prefix_bytes(1)
        opener = envelope.StreamOpener(sealed[:split], place, PAIRS[0].private, PUBLICS[:1])
        return opener.update(sealed[split:]) + opener.finalize()

    return opened


def _shares() -> Iterator[Thing]:
    for number, kind in enumerate(cycle(ShareKind)):
        context = sealed_keys.ShareContext(_id(), _id(), number, _id(), kind)
        sealed = sealed_keys.seal_share(PAIRS[0].private, PUBLICS[1], context)
        yield Thing(
            f"share {kind.name}",
            sealed,
            PAIRS[0].private,
            lambda got, context=context: sealed_keys.open_share(got, PAIRS[1].private, context),
        )


def _wrapped_secrets() -> Iterator[Thing]:
    for way in cycle((b"passphrase", b"recovery")):
        key, agency, officer = random_bytes(32), _id(), _id()
        secret = OfficerSecret(PAIRS[0].private, SEED).pack()
        bound = {"agency": agency, "officer": officer, "way": way}
        yield Thing(
            f"officer's secret by {way.decode()}",
            sealed_keys.wrap_officer_secret(secret, key, **bound),
            secret,
            lambda got, key=key, bound=bound: sealed_keys.unwrap_officer_secret(got, key, **bound),
        )


def _for_days() -> Iterator[Thing]:
    purposes = ("draft/v1", "receipt ticket/v1", "follow session/v1", "activation/v1")
    days = [DAY, DAY + timedelta(1)]
    for number, purpose in enumerate(cycle(purposes)):
        bound = {"purpose": purpose.encode(), "binding": _id()}
        plain = random_bytes(number * 16)
        yield Thing(
            f"for a day, {purpose}",
            day_seal.seal_for_day(plain, pepper=PEPPER, day=days[number % 2], **bound),
            plain,
            lambda got, bound=bound: day_seal.open_for_day(
                got, peppers=[PEPPER], days=days, **bound
            ),
        )


def _drafts() -> Iterator[Thing]:
    for number in range(1, 999):
        bound = {"purpose": b"draft/v1", "binding": _id() + b"corruption"}
        plain = WORDS * number
        yield Thing(
            "draft",
            day_seal.seal_draft(plain, pepper=PEPPER, day=DAY, **bound).encode(),
            plain,
            lambda got, bound=bound: day_seal.open_draft(
                got.decode("latin-1"), peppers=[PEPPER], days=[DAY], **bound
            ),
        )


def _links() -> Iterator[Thing]:
    for number in range(1, 999):
        place = ceremonies.EpochPlace(_id(), _id(), number)
        yield Thing(
            "link",
            ceremonies.seal_link(PAIRS[0].private, PUBLICS[1], place),
            PAIRS[0].private,
            lambda got, place=place: ceremonies.open_link(got, PAIRS[1].private, place),
        )


def _one_time_keys() -> Iterator[Thing]:
    while True:
        place = ceremonies.OneTimePlace(_id(), _id(), _id(), _id())
        yield Thing(
            "one-time key",
            ceremonies.seal_one_time(PAIRS[0].private, PUBLICS[1], place),
            PAIRS[0].private,
            lambda got, place=place: ceremonies.open_one_time(got, PAIRS[1].private, place),
        )


def _halves() -> Iterator[Thing]:
    for kind in cycle((ShareKind.IDENTITY_INSIDE, ShareKind.IDENTITY_OUTSIDE)):
        place = ceremonies.ReleasedHalf(_id(), _id(), _id(), kind)
        yield Thing(
            f"half {kind.name}",
            ceremonies.seal_half(PAIRS[0].private, PUBLICS[1], place),
            PAIRS[0].private,
            lambda got, place=place: ceremonies.open_half(got, PAIRS[1].private, place),
        )


def _keys_before() -> Iterator[Thing]:
    before, now = (OfficerSecret(pair.private, SEED) for pair in PAIRS[:2])
    while True:
        officer = _id()
        yield Thing(
            "keys before",
            ceremonies.seal_previous(before, now, officer),
            before,
            lambda got, officer=officer: ceremonies.open_previous(got, now, officer),
        )


def _authority_files() -> Iterator[Thing]:
    cheap = Argon2Cost(memory_kib=8, iterations=1)
    while True:
        seeds = tuple(AuthoritySeed(_id(), random_bytes(32)) for _ in KINDS)
        secret = AuthoritySecret(_id(), SEED, seeds)
        yield Thing(
            "authority's private file",
            seal_authority(secret, WORDS, cheap),
            secret,
            lambda got: open_authority(got, WORDS, cheap),
        )


def _cards() -> Iterator[Thing]:
    while True:
        keys = tuple(
            AuthorityPublic(kind, _id(), public, 739_578, 740_000, random_bytes(64))
            for kind, public in zip(KINDS, PUBLICS, strict=True)
        )
        card = AuthorityCard(_id(), PUBLIC, keys)
        yield Thing(
            "authority's public file",
            card.render().encode(),
            card,
            lambda got: parse_card(got.decode("latin-1")),
        )


def _record_files() -> Iterator[Thing]:
    for number in range(999):
        record = Record(1 + number, (WORDS, random_bytes(number * 100)))
        file = io.BytesIO()
        writer = RecordWriter(file, _id())
        writer.write(record.tag, *record.fields)
        writer.finish()
        yield Thing(
            "record file",
            file.getvalue(),
            [record],
            lambda got: list(RecordReader(io.BytesIO(got))),
        )


def _statements() -> Iterator[Thing]:
    """What is signed, and its signature behind it: neither may change."""
    while True:
        for name, statement in _stated().items():
            if name == "event":
                signature = case_chain.sign_event(SEED, statement)
            else:
                signature = sign(SEED, statement)
            yield Thing(name, statement + signature, None, _check_of(name))


def _check_of(name: str) -> Callable[[bytes], object]:
    check = case_chain.check_event_signature if name == "event" else verify
    return lambda got: check(PUBLIC, got[:-64], got[-64:])


def _stated() -> dict[str, bytes]:
    ids = [_id() for _ in range(4)]
    place = ceremonies.ReleasedHalf(*ids[:3], ShareKind.IDENTITY_INSIDE)
    entry = sealed_keys.KeyringEntry(ids[0], ids[1], 5, PUBLICS[0], PUBLIC, 739_000, 740_000)
    keys = ((PUBLICS[0], PUBLIC), (PUBLICS[1], OTHER_PUBLIC))
    digest, day = sha256(ids[3]), 739_578
    return {
        "key entry": entry.statement(),
        "grant": sealed_keys.GrantStatement(*ids[:2], 1, ids[2], 1, digest, ids[3]).statement(),
        "event": case_chain.Event(ids[0], 7, digest, 4, DAY, 1, digest).pack(),
        "epoch": ceremonies.EpochStatement(*ids[:2], 1, *PUBLICS[:2], ids[2]).statement(),
        "release": ceremonies.ReleaseStatement(*ids, PUBLICS[0], digest, day).statement(),
        "half given": ceremonies.half_statement(place, ids[3], digest),
        "half refused": ceremonies.refusal_statement(place, ids[3], digest),
        "permit": ceremonies.PermitStatement(*ids[:3], place.kind, ids[3]).statement(),
        "succession": ceremonies.SuccessionStatement(*ids[:2], 0, *keys, day).statement(),
        "countersignature": ceremonies.countersign_statement(entry, ids[3]),
        "two persons": ceremonies.TwoPersonStatement(
            *ids[:2], 1, ids[2], digest, digest, day
        ).statement(),
    }
