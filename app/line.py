"""LINE to officers, from the outbox to LINE: run by a thread of its own, never by a request.

Nothing here is waited for by mail: a LINE that hangs costs one timeout of this thread.
"""

import logging
from collections.abc import Sequence

from app.house import House
from app.line_post import LinePost
from app.log import log_event
from app.mail import BATCHES, write_daily
from app.post_failed import PostFailed
from rules.words.line import line_text
from service.actors import AgencyClerk, AllAgencies
from service.deliver_line import (
    agencies_with_line,
    give_up_waiting,
    line_sender,
    note_problem,
    note_quota,
    take_pushes,
)
from service.deliver_mail import Letter, is_any_due, mark_failed, mark_sent
from service.line_account import QUOTA
from service.notify import LINE


def deliver_line(house: House) -> int:
    """How many messages went out by LINE now. The day's own are written first, once.

    Raises nothing for a LINE that fails: what did not go out rests and is tried again.
    """
    with house.open_work(AllAgencies("find who sends by LINE"), writes=False) as work:
        agencies = agencies_with_line(work)
    if not agencies:
        return 0
    write_daily(house)
    sent = 0
    for agency_id in agencies:
        try:
            sent += _Delivery(house, AgencyClerk(agency_id)).run()
        except Exception as problem:  # one office's trouble is not the others'
            log_event("line_not_delivered", level=logging.ERROR, error=problem)
    return sent


class _Delivery:
    """One look at what one agency has to send by LINE."""

    def __init__(self, house: House, clerk: AgencyClerk) -> None:
        self._house, self._clerk = house, clerk
        self._text = line_text(house.settings.desk_url)

    def run(self) -> int:
        """How many went out."""
        with self._house.open_work(self._clerk, writes=False) as work:
            sender, is_due = line_sender(work), is_any_due(work, LINE)
        if sender is None:
            return 0
        if not sender.token:
            self._note("token")
            return 0
        post = LinePost(self._house.settings.line_api, sender.token)
        spent = sender.is_spent or (sender.must_look and not self._look(post))
        if spent or not (is_due and sender.is_on):
            if sender.is_spent and is_due:
                self._give_up()
            return 0
        return self._send_all(post)

    def _send_all(self, post: LinePost) -> int:
        sent = 0
        for _ in range(BATCHES):
            with self._house.open_work(self._clerk, writes=True) as work:
                letters = take_pushes(work)
            if not letters:
                break
            count, goes_on = self._send_batch(post, letters)
            sent += count
            if not goes_on:
                return sent
        if sent:
            self._look(post)
        return sent

    def _send_batch(self, post: LinePost, letters: Sequence[Letter]) -> tuple[int, bool]:
        """How many went out, and whether it is worth going on."""
        left, sent = list(letters), 0
        while left:
            try:
                post.push(left[0].address, self._text, left[0].message_id)
            except PostFailed as failed:
                self._mark_failed(left if failed.is_whole else left[:1], failed)
                if failed.is_whole:
                    return sent, False
            else:
                with self._house.open_work(self._clerk, writes=True) as work:
                    mark_sent(work, left[0])
                sent += 1
            left.pop(0)
        return sent, True

    def _look(self, post: LinePost) -> bool:
        """Whether LINE answers and lets anything more through."""
        try:
            limit, used = post.quota()
        except PostFailed as failed:
            self._note(failed.problem)
            return False
        with self._house.open_work(self._clerk, writes=True) as work:
            is_spent = note_quota(work, limit, used)
            if is_spent:
                give_up_waiting(work)
        return not is_spent

    def _mark_failed(self, letters: Sequence[Letter], failed: PostFailed) -> None:
        log_event(f"line_not_sent:{failed.problem}", level=logging.WARNING)
        with self._house.open_work(self._clerk, writes=True) as work:
            mark_failed(work, letters, failed.problem)
            if failed.is_whole:
                note_problem(work, failed.problem)
        if failed.problem == QUOTA:
            self._give_up()

    def _give_up(self) -> None:
        with self._house.open_work(self._clerk, writes=True) as work:
            give_up_waiting(work)

    def _note(self, problem: str) -> None:
        log_event(f"line_not_asked:{problem}", level=logging.WARNING)
        with self._house.open_work(self._clerk, writes=True) as work:
            note_problem(work, problem)
