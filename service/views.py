"""What use-cases hand back: frozen, opened, ready to be shown. No rows, no keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as kept
from datetime import date, datetime

from rules.clocks import ClockKind, Standing
from rules.states import Channel, Move, PublicState, State
from rules.words import Words
from rules.words.cleaning import OFFICER_WITHHELD, copy_tag, reporter_words, scan_words


@dataclass(frozen=True)
class Contact:
    """One way to reach an office: kind is phone, email, address, website, line or facebook."""

    kind: str
    value: str


@dataclass(frozen=True)
class AgencyCard:
    """An agency as everybody may see it; ids are 32 hexadecimal digits."""

    id: str
    slug: str
    name: Words
    kind: Words
    district: Words
    province: Words
    website: str
    contacts: tuple[Contact, ...]
    is_demo: bool
    corruption_open: bool
    grievance_open: bool
    is_external: bool = False

    @property
    def agency_id(self) -> bytes:
        """The agency's 16-byte id."""
        return bytes.fromhex(self.id)


@dataclass(frozen=True)
class OfficeHolder:
    """Somebody who may be accused, and be excluded before sealing.

    `post_kind` is a key of `rules.categories.OFFICE_POSTS`; `reads` tells that the person would
    be able to open the case (an intake officer); `keeps_names` that the person is a custodian;
    `leads_outward` that ticking the person sends the case to an outside authority. `officer` is
    the id of the person's account, "" without one.
    """

    id: str
    name: str
    post: Words
    post_kind: str
    reads: bool
    keeps_names: bool
    leads_outward: bool
    officer: str = ""


@dataclass(frozen=True)
class FilingForm:
    """What the filing page needs to know: who would read, and who can be excluded."""

    channel: Channel
    readers: tuple[OfficeHolder, ...]
    holders: tuple[OfficeHolder, ...]
    outward_authority: Words | None


@dataclass(frozen=True)
class OutwardAuthority:
    """Who takes a report in the place of the agency that it is about.

    An external one reads elsewhere: nobody of it has an account here.
    """

    slug: str
    name: Words
    is_external: bool


@dataclass(frozen=True)
class DraftCheck:
    """The check page: the answers as given, who will and will not read, and the sealed draft.

    `values` are the answers by field name (lists for several); `suggested` are holders whom the
    typed words seem to name and who are not ticked; `stopped` tells that nobody would be left
    to read (then there is no sealed draft to send, only one to go back with). `goes_to` is the
    authority that it goes to instead, with `readers` there; `outward_authority` names the one
    that it would go to if the head or the clerk were ticked.
    """

    channel: Channel
    values: Mapping[str, str | Sequence[str]]
    readers: tuple[OfficeHolder, ...]
    excluded: tuple[OfficeHolder, ...]
    suggested: tuple[OfficeHolder, ...]
    stopped: bool
    sealed_draft: str = kept(repr=False)
    goes_to: OutwardAuthority | None = None
    outward_authority: Words | None = None


@dataclass(frozen=True)
class Receipt:
    """What the reporter is given after the commit is on the disk.

    `code` is 20 digits in five groups; `ticket` lets the next pages show the code again or
    check the last group, for today and tomorrow only. `agency_slug` is where the next pages are:
    not at the agency that it was sent from when it went outward.
    """

    agency_slug: str
    agency_name: Words
    channel: Channel
    receipt_no: str
    submitted_on: date
    legal_received_on: date
    due_on: date
    answer_by_on: date
    code: str = kept(repr=False)
    ticket: str = kept(repr=False)


@dataclass(frozen=True)
class Line:
    """One message in a conversation; `author` is office or reporter, `kind` an event tag."""

    author: str
    kind: str
    title: Words
    day: date
    text: str = kept(repr=False)


@dataclass(frozen=True)
class FollowPage:
    """A reporter's case as the reporter may see it."""

    channel: Channel
    receipt_no: str
    public_state: PublicState
    state_words: Words
    legal_received_on: date
    due_on: date | None
    answer_by_on: date | None
    answered_on: date | None
    next_notice_on: date | None
    notices: tuple[Line, ...]
    asked: bool
    own_messages: int
    files: int
    files_left: int
    bytes_left: int
    may_write: bool
    token: str = kept(repr=False)


@dataclass(frozen=True)
class EvidenceAdded:
    """One file was sealed: its neutral name, and what became of its hidden details.

    `kind` is what it came as ("picture", "document", "video", "sound"); `how` the officers'
    copy was made (service/cleaning.py), "" when `withheld` says why they get none.
    """

    name: str
    kind: str
    how: str
    withheld: str
    size_bytes: int
    files_left: int

    @property
    def cleaned(self) -> bool:
        """Whether officers get a copy without hidden details."""
        return bool(self.how)

    @property
    def told(self) -> tuple[Words, ...]:
        """What became of it, for whoever sent it."""
        return reporter_words(self.kind, self.how, self.withheld)

    @property
    def told_officer(self) -> tuple[Words, ...]:
        """What an officer who scanned it must know and can do; nothing when all is well."""
        return scan_words(self.withheld)


@dataclass(frozen=True)
class DeskSession:
    """Who is signed in, with a token that binds forms to this session."""

    officer_id: str
    agency_id: str
    agency_slug: str
    agency_name: Words
    name: str
    post: str
    roles: tuple[str, ...]
    permissions: frozenset[str]
    form_token: str = kept(repr=False)
    ends_at: datetime
    proven_at: datetime | None = None


@dataclass(frozen=True)
class CaseLine:
    """One case in a list; `subject` was opened for this officer."""

    id: str
    channel: Channel
    receipt_no: str
    subject: str
    state: State
    state_words: Words
    to_do: Words
    standing: Standing | None
    received_on: date
    due_on: date | None
    case_officer: str
    unread: bool
    is_test: bool = False
    is_imported: bool = False


@dataclass(frozen=True)
class TodayPage:
    """วันนี้: what is due first, then new, waiting for the reporter, waiting for others.

    `overdue_count` is how many of the due have a day that is over; only a supervisor is told.
    Both count up to `rules.limits.COUNTED_MOST`.
    """

    today: date
    due: tuple[CaseLine, ...]
    new: tuple[CaseLine, ...]
    waiting_for_reporter: tuple[CaseLine, ...]
    waiting_for_others: tuple[CaseLine, ...]
    due_count: int
    mine_count: int
    answered_in_time: int
    answered_of: int
    fiscal_year_be: int
    overdue_count: int = 0


@dataclass(frozen=True)
class Answer:
    """One answer of the form, in the reporter's words."""

    field: str
    label: Words
    text: str = kept(repr=False)


@dataclass(frozen=True)
class AttachmentLine:
    """One file of a case: what the officer gets is `name`.

    `cleaned` tells that hidden details are gone, `how` they went ("" in cases filed before this
    was told); `withheld` says why no officer gets the file, "" for all others. A withheld file's
    size is nobody's business here: it could tell which file of whose machine it is.
    """

    id: str
    name: str
    media_type: str
    size_bytes: int | None
    day: date
    cleaned: bool
    how: str = ""
    withheld: str = ""

    @property
    def tag(self) -> Words:
        """How it stands, in few words."""
        return copy_tag(self.how, self.withheld, is_cleaned=self.cleaned)

    @property
    def why_withheld(self) -> Words:
        """Why no officer gets it, and what one can do."""
        return OFFICER_WITHHELD


@dataclass(frozen=True)
class HistoryLine:
    """One event of a case, newest first."""

    day: date
    title: Words
    by: str


@dataclass(frozen=True)
class Step:
    """One step of the case on the right-hand side: standing is done, doing or waiting."""

    title: Words
    standing: str


@dataclass(frozen=True)
class OfficerChoice:
    """An officer to whom a case may be assigned."""

    id: str
    name: str
    post: str


@dataclass(frozen=True)
class MoveChoice:
    """A move that this officer may make now, and what its page must ask for."""

    move: Move
    title: Words
    notice: bool
    reason: bool
    screening_answers: bool


@dataclass(frozen=True)
class OpenCase:
    """A case opened for one officer, after the access log has its line."""

    id: str
    channel: Channel
    receipt_no: str
    subject: str = kept(repr=False)
    state: State
    state_words: Words
    public_state: PublicState
    identity_mode: str
    contact: tuple[Answer, ...] = kept(repr=False)
    answers: tuple[Answer, ...] = kept(repr=False)
    submitted_at: datetime
    received_on: date
    due_on: date | None
    answer_by_on: date | None
    answered_on: date | None
    standing: Standing | None
    next_step: MoveChoice | None
    moves: tuple[MoveChoice, ...]
    conversation: tuple[Line, ...]
    notes: tuple[Line, ...]
    attachments: tuple[AttachmentLine, ...]
    history: tuple[HistoryLine, ...]
    steps: tuple[Step, ...]
    case_officer: str
    assignable: tuple[OfficerChoice, ...]
    event_count: int
    clock_kind: ClockKind | None
    first_answer_due_on: date | None
    is_test: bool = False
