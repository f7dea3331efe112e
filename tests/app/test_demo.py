"""The demo is filed and handled as people would, and looks alive on whatever day it is made."""

import json
import re
import stat
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from app import create_app
from app.database import migrate
from app.demo import DEMO_FILE, SEED, DemoPrint, make_demo, read_demo
from app.demo_agency import HOLDERS, OFFICERS, PLAN, SLUG
from app.demo_stories import AT_THE_TOP, Topic
from app.demo_timeline import CALENDAR, happenings
from app.demo_topics import TOPICS
from app.house import House
from crypto import key_file
from crypto.primitives import totp_code
from rules.categories import CATEGORIES, GRIEVANCE_CATEGORIES, RELATIONS, codes
from rules.clocks import first_answer, stopped_by
from rules.permissions import Role, conflicting_roles
from rules.publication import KINDS, STATISTICS
from rules.states import Channel, EventKind, Move, State, transition
from rules.statistics_options import EXTRA_TABLES, GRANULARITIES
from rules.thai_time import BANGKOK, fiscal_year_be
from service.actors import AgencyClerk, AllAgencies, OfficerActor, Public, Reporter
from service.case_filters import Filters
from service.errors import ServiceError
from service.follow_complaint import enter_code, follow
from service.list_cases import list_cases, today_page
from service.look_for_tampering import look_for_tampering
from service.look_up_agency import find_agency
from service.open_case import open_case
from service.publications import newest
from service.sign_in import resume, sign_in
from service.submit_complaint import filing_form
from tests.conftest import settings_for
from tests.office import CHEAP_COSTS
from tests.statistics_now import statistics_now

MADE_AT = datetime(2026, 11, 21, 14, 0, tzinfo=BANGKOK)  # a Saturday
LATER = timedelta(minutes=2)
DAYS = [MADE_AT + timedelta(days=days) for days in range(0, 740, 13)]
FROM_THE_EIGHTH_WEEK = [now for now in DAYS if (now.month, now.day) > (11, 20) or now.month < 10]
BY_NUMBER = {topic.number: topic for topic in TOPICS}
FIRST_ANSWER = "first_answer"
READERS = ("intake1", "intake2", "grievance1", "receive1")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> tuple[House, DemoPrint]:
    """A house with its demo, two minutes after it was made; only the hashes are cheap."""
    settings = settings_for(tmp_path_factory.mktemp("demo"))
    key_file.create(settings.key_file)
    app = create_app(settings, clock=lambda: MADE_AT, costs=CHEAP_COSTS)
    migrate(app)
    house = app.extensions["prongsai"]
    shown = make_demo(house)
    yield replace(house, clock=lambda: MADE_AT + LATER), shown
    house.engine.dispose()


@pytest.fixture(scope="module")
def desk(made) -> dict[str, OfficerActor]:
    """Every officer, signed in with what the demo keeps for its sign-in page."""
    house, _shown = made
    return {login.partition("/")[2]: _enter(house, login, *rest) for login, *rest in
            house.demo_digits()}  # fmt: skip


def _enter(house: House, login: str, passphrase: str, digits: str) -> OfficerActor:
    with house.open_work(AllAgencies("sign in"), writes=True) as work:
        cookie = sign_in(work, login, passphrase, digits)
    with house.open_work(AllAgencies("resume a session"), writes=True) as work:
        return resume(work, cookie)[0]


def _lines(house: House, actor: OfficerActor):
    """Every case that this officer can list."""
    with house.open_work(actor, writes=True) as work:
        page = list_cases(work, Filters(show="all"))
        lines = list(page.lines)
        for number in range(2, page.pages + 1):
            lines += list_cases(work, Filters(show="all"), number).lines
    return lines


# The stories alone


def test_there_are_sixty_topics_and_five_more_grievances():
    assert sorted(BY_NUMBER) == list(range(1, 66))
    assert len({topic.subject for topic in TOPICS}) == len({t.narrative for t in TOPICS}) == 65
    channels = Counter(topic.channel for topic in TOPICS)
    assert channels == {Channel.CORRUPTION: 58, Channel.GRIEVANCE: 7}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: str(topic.number))
def test_every_story_keeps_to_the_state_table(topic: Topic):
    state, day = State.RECEIVED, 0
    for step in topic.story:
        row = transition(topic.channel, state, step.move)
        assert row is not None, f"{step.move} from {state}"
        assert step.day >= day
        state, day = row.target_from(state), step.day


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: str(topic.number))
def test_every_text_speaks_thai_and_names_no_officer(topic: Topic):
    texts = [topic.subject, topic.narrative, *topic.answers.values()]
    notices = [step.words.get("notice_text", "") for step in topic.story]
    names = [plan.name.split()[0].removeprefix("นางสาว").removeprefix("นาง").removeprefix("นาย")
             for plan in OFFICERS]  # fmt: skip
    for text in (*texts, *notices):
        assert "  " not in text and text == text.strip()
    for text in (topic.subject, topic.narrative, *filter(None, notices)):
        assert re.search("[ก-ฮ]", text)
        assert not any(f"{title}{name}" in text for name in names for title in ("นาย", "นาง", "คุณ"))
    assert len(topic.narrative) > 100
    assert topic.answers.get("relation", "other") in codes(RELATIONS)


def test_the_narratives_use_every_category_and_both_kinds_of_digits():
    used = {topic.category_code for topic in TOPICS if topic.channel is Channel.CORRUPTION}
    assert used == set(codes(CATEGORIES))
    small = {topic.category_code for topic in TOPICS if topic.channel is Channel.GRIEVANCE}
    assert small <= set(codes(GRIEVANCE_CATEGORIES)) and len(small) >= 5
    told = [" ".join((topic.narrative, *topic.answers.values())) for topic in TOPICS]
    assert sum(bool(re.search("[๐-๙]", text)) for text in told) > 20
    assert sum(bool(re.search("[0-9]", re.sub(r"{\w+}", "", text))) for text in told) > 15


def test_most_reporters_stay_anonymous():
    modes = Counter(topic.answers.get("identity_mode", "anonymous") for topic in TOPICS)
    assert modes["anonymous"] > 45
    assert modes["confidential"] >= 4
    assert 2 <= modes["named"] <= 6


def test_every_move_of_the_desk_that_is_offered_is_shown_somewhere():
    moves = {step.move for topic in TOPICS for step in topic.story}
    assert moves >= {
        Move.START_SCREENING, Move.ACCEPT, Move.NOT_ACCEPT, Move.ASK, Move.MESSAGE,
        Move.PROGRESS_NOTICE, Move.DELAY_EXPLANATION, Move.START_FACT_FINDING, Move.START_WORK,
        Move.FIND_GROUNDS, Move.FIND_NO_GROUNDS, Move.RESULT_NOTICE, Move.CLOSE, Move.REOPEN,
        Move.ASSIGN, Move.FORWARD, Move.NOTE, Move.REPORTER_MESSAGE,
    }  # fmt: skip


def test_nobody_holds_roles_that_clash_and_every_role_of_an_office_is_held():
    assert not [plan.login for plan in OFFICERS if conflicting_roles(plan.roles)]
    assert {role for plan in OFFICERS for role in plan.roles} == set(Role) - {Role.OPERATOR}
    assert {plan.post_kind for plan in HOLDERS} >= {
        "head", "deputy_head", "clerk", "division_director", "complaint_officer",
    }  # fmt: skip
    readers = {plan.login for plan in OFFICERS if {Role.INTAKE, Role.GRIEVANCE} & set(plan.roles)}
    keepers = {plan.login for plan in OFFICERS if Role.CUSTODIAN_INSIDE in plan.roles}
    assert readers | keepers <= {plan.login for plan in HOLDERS}


# Laid on the calendar


def _received(now: datetime) -> dict[int, date]:
    return {one.topic.number: CALENDAR.legal_received_at(one.at).date()
            for one in happenings(TOPICS, now, SEED) if one.step is None}  # fmt: skip


@pytest.mark.parametrize("now", DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_on_any_day_everything_lies_in_the_past_in_two_fiscal_years(now):
    laid = happenings(TOPICS, now, SEED)
    assert len([one for one in laid if one.step is None]) == len(TOPICS)
    assert all(one.at <= now for one in laid)
    years = {fiscal_year_be(one.at.date()) for one in laid if one.step is None}
    assert years <= {fiscal_year_be(now.date()), fiscal_year_be(now.date()) - 1}
    done = Counter(one.topic.number for one in laid)
    ended = [topic for topic in TOPICS if topic.has_ended]
    assert len(ended) > 40
    assert [topic.number for topic in ended if done[topic.number] <= len(topic.story)] == []


@pytest.mark.parametrize("now", FROM_THE_EIGHTH_WEEK, ids=lambda now: f"{now:%Y-%m-%d}")
def test_on_most_days_about_a_third_were_filed_in_this_fiscal_year(now):
    year = fiscal_year_be(now.date())
    fresh = [day for day in _received(now).values() if fiscal_year_be(day) == year]
    assert 0.28 <= len(fresh) / len(TOPICS) <= 0.45


def _unanswered(now: datetime) -> dict[int, int]:
    """Days left for each first answer that has not been given and whose case is open."""
    answered = {one.topic.number for one in happenings(TOPICS, now, SEED)
                if one.step and _is_answer(one.topic, one.step.move)}  # fmt: skip
    return {
        number: (first_answer(day, CALENDAR).due_on - now.date()).days
        for number, day in _received(now).items()
        if number not in answered
    }


def _is_answer(topic: Topic, move: Move) -> bool:
    events = {row.event for state in State if (row := transition(topic.channel, state, move))}
    return any(stopped_by(FIRST_ANSWER, EventKind(event)) for event in events)


@pytest.mark.parametrize("now", DAYS, ids=lambda now: f"{now:%Y-%m-%d}")
def test_on_any_day_two_are_overdue_and_some_are_due_soon(now):
    left = _unanswered(now)
    assert len([days for days in left.values() if days < 0]) == 2
    assert len([days for days in left.values() if 0 <= days <= 7]) >= 2
    assert len([days for days in left.values() if days > 7]) >= 4


def test_people_write_in_the_evening_and_at_weekends_and_officers_in_office_hours():
    laid = happenings(TOPICS, MADE_AT, SEED)
    filed = [one.at for one in laid if one.step is None]
    assert len([at for at in filed if at.hour >= 17 and at.weekday() < 5]) >= 8
    assert len([at for at in filed if at.weekday() >= 5]) >= 5
    for one in laid:
        if one.step and one.step.move is not Move.REPORTER_MESSAGE:
            assert CALENDAR.is_working_day(one.at.date())
            assert time(8, 30) <= one.at.time() <= time(16, 30)


def test_the_same_seed_lays_the_same_stories():
    assert happenings(TOPICS, MADE_AT, 1) == happenings(TOPICS, MADE_AT, 1)
    assert happenings(TOPICS, MADE_AT, 1) != happenings(TOPICS, MADE_AT, 2)


# As made


def test_every_case_is_opened_by_an_intake_officer_who_may(made, desk):
    house, _shown = made
    opened = {}
    for login in READERS:
        for line in _lines(house, desk[login]):
            with house.open_work(desk[login], writes=True) as work:
                opened[line.id] = open_case(work, line.id)
    assert Counter(case.channel for case in opened.values()) == {
        Channel.CORRUPTION: 58,
        Channel.GRIEVANCE: 7,
    }
    for case in opened.values():
        shown = [answer.text for answer in case.answers] + [line.text for line in case.conversation]
        assert shown and not any("{" in text for text in shown)


def test_the_cases_end_as_their_stories_do(made, desk):
    house, _shown = made
    states = {line.subject: line.state for login in READERS
              for line in _lines(house, desk[login])}  # fmt: skip
    for topic in TOPICS:
        state = State.RECEIVED
        for step in topic.story:
            state = transition(topic.channel, state, step.move).target_from(state)
        assert states[topic.subject] is state
    assert len(set(states.values())) >= 7


def test_who_was_ticked_by_the_reporter_cannot_open_the_case(made, desk):
    house, _shown = made
    ticked = {topic.subject for topic in TOPICS
              if any("รับเรื่องร้องเรียน" in post for post in topic.exclude)}  # fmt: skip
    assert ticked
    hidden = [line for line in _lines(house, desk["intake2"]) if line.subject in ticked]
    assert len(hidden) == len(ticked)
    assert not ticked & {line.subject for line in _lines(house, desk["intake1"])}
    for line in hidden:
        with pytest.raises(ServiceError), house.open_work(desk["intake1"], writes=True) as work:
            open_case(work, line.id)


def test_what_is_about_the_mayor_is_at_the_district_and_nowhere_else(made, desk):
    house, _shown = made
    (topic,) = [topic for topic in TOPICS if AT_THE_TOP & set(topic.exclude)]
    assert [line.subject for line in _lines(house, desk["receive1"])] == [topic.subject]
    for login in ("intake1", "intake2", "grievance1"):
        assert topic.subject not in {line.subject for line in _lines(house, desk[login])}
    with house.open_work(AllAgencies("find an agency"), writes=False) as work:
        agency = find_agency(work, PLAN.slug)
        assert find_agency(work, "district").is_demo
    with house.open_work(Reporter(agency.agency_id), writes=False) as work:
        form = filing_form(work, Channel.CORRUPTION)
    assert form.outward_authority.th == "ที่ว่าการอำเภอตัวอย่าง"


def test_the_districts_officers_are_told_from_the_municipalitys(made):
    _house, shown = made
    short = [officer.short_login for officer in shown.officers]
    assert len(set(short)) == len(short)
    theirs = [one for one in shown.officers if one.login.startswith("district/")]
    assert [one.short_login for one in theirs] == ["receive1", "receive2", "keeper1", "keeper2"]
    names = {plan.name for plan in OFFICERS} | {plan.name for plan in HOLDERS}
    assert not names & {one.name for one in theirs}


def test_the_desk_of_today_shows_overdue_soon_and_new_cases(made, desk):
    house, _shown = made
    with house.open_work(desk["intake1"], writes=True) as work:
        page = today_page(work)
    levels = Counter(line.standing.level for line in page.due if line.standing)
    # Two answers that were never given, and a fact-finding past its forty-five days.
    assert levels["overdue"] == 3
    assert levels["soon"] >= 2
    assert len(page.new) >= 3
    assert len(page.waiting_for_reporter) >= 2
    assert 0.8 <= page.answered_in_time / page.answered_of < 1


@pytest.mark.parametrize("granularity", GRANULARITIES)
def test_the_statistics_balance(made, granularity):
    house, _shown = made
    with house.open_work(AllAgencies("find an agency"), writes=False) as work:
        agency = find_agency(work, PLAN.slug)
    with house.open_work(Public(agency.agency_id), writes=False) as work:
        page = statistics_now(work, 2569, granularity=granularity)
    carried = page.rows[0].carried_forward
    for row in page.rows:
        assert row.carried_forward == carried
        assert row.carried_forward + row.received == row.completed + row.outstanding
        carried = row.outstanding
    assert sum(row.received for row in page.rows) == page.total.received > 30
    assert all(row.received for row in page.rows)


def test_the_printed_codes_open_their_cases(made):
    house, shown = made
    assert len(shown.codes) == 2
    with house.open_work(AllAgencies("find an agency"), writes=False) as work:
        agency = find_agency(work, PLAN.slug)
    pages = []
    for code in shown.codes:
        with house.open_work(Reporter(agency.agency_id), writes=False) as work:
            pages.append(follow(work, enter_code(work, code.code)))
    assert [page.receipt_no for page in pages] == [code.receipt_no for code in shown.codes]
    assert pages[0].asked
    assert pages[1].notices


def test_what_lets_anybody_in_is_kept_for_the_owner_alone(made):
    house, shown = made
    file = house.settings.data_dir / DEMO_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_demo(house) == shown
    assert shown.codes[0].code not in repr(shown) and shown.officers[0].passphrase not in repr(
        shown
    )


def test_passphrases_are_long_and_of_this_installation_alone(made):
    _house, shown = made
    passphrases = [officer.passphrase for officer in shown.officers]
    assert len(set(passphrases)) == len(passphrases)
    assert all(len(passphrase) >= 15 and passphrase.isascii() for passphrase in passphrases)


def test_the_sign_in_page_shows_the_digits_of_the_moment(made):
    house, _shown = made
    kept = json.loads((house.settings.data_dir / DEMO_FILE).read_text("utf-8"))["officers"]
    at = int(house.now().timestamp())
    assert [digits for *_rest, digits in house.demo_digits()] == [
        totp_code(bytes.fromhex(one["totp"]), at) for one in kept
    ]


def test_the_office_of_the_demo_has_published_what_it_owes(made):
    house, _shown = made
    with house.open_work(AllAgencies("find the demo"), writes=False) as work:
        agency_id = find_agency(work, SLUG).agency_id
    with house.open_work(Public(agency_id), writes=False) as work:
        for kind in KINDS:
            found = newest(work, kind)
            assert found is not None and found.version.is_signed, kind
        statistics = newest(work, STATISTICS).record
    assert len(statistics["tables"]) == len(EXTRA_TABLES)
    with house.open_work(AgencyClerk(agency_id), writes=False) as work:
        assert look_for_tampering(work) == ()
