"""The privacy notice of an office, as its settings stand at this moment."""

from dataclasses import dataclass

from rules.document import Block
from rules.permissions import Role
from rules.privacy_blocks import PrivacyFacts, privacy_blocks
from rules.states import Channel
from rules.words import Words
from service.keyring import load_keyring
from service.line_account import account_row
from service.look_up_agency import agency_card
from service.outbox import KEPT_DAYS
from service.outward import outward_authority
from service.privacy_settings import privacy_contact
from service.retention import periods_of
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class PrivacyNotice:
    """The notice, from which the page and the paper are drawn."""

    agency: str
    agency_name: Words
    blocks: tuple[Block, ...]
    has_contact: bool


def privacy_notice(work: UnitOfWork) -> PrivacyNotice:
    """The notice as it stands now, for anybody."""
    agency = work.agency()
    facts = privacy_facts(work)
    return PrivacyNotice(agency.slug, facts.agency, privacy_blocks(facts), bool(facts.officer_ways))


def privacy_facts(work: UnitOfWork) -> PrivacyFacts:
    """What the notice and the record of processing say of this office."""
    agency = work.agency()
    card, keyring = agency_card(work, agency), load_keyring(work)
    contact, account = privacy_contact(work), account_row(work)
    return PrivacyFacts(
        agency=Words(agency.name_th, agency.name_en),
        officer_ways=contact.ways,
        office_ways=tuple((one.kind, one.value) for one in card.contacts),
        posts={
            role: tuple(sorted({key.post for key in keyring.holding(role) if key.post}))
            for role in Role
        },
        authority=outward_authority(work, Channel.CORRUPTION),
        takes_corruption=card.corruption_open,
        takes_grievances=card.grievance_open,
        tells_by_line=account is not None and account.is_on,
        months=periods_of(work),
        message_days=KEPT_DAYS,
        own=contact.own_words,
    )
