"""A reporter whose connection breaks again and again, and who notes what was really received."""

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

from tests.reporter_client import Page, ReporterClient
from tests.small_files import plain_text

FILE_SIZES = (1_500, 40_000, 400_000)  # in one piece, in several, and beyond what stays in memory


@dataclass
class Report:
    """One report as its reporter knows it: only what came back whole counts as told."""

    words: str
    draft: str = ""
    codes: list[str] = field(default_factory=list)
    receipt_no: str = ""
    sent_files: list[bytes] = field(default_factory=list)
    told_files: dict[str, bytes] = field(default_factory=dict)


class Steadfast(threading.Thread):
    """Files, confirms and attaches until told to stop; after each break tries again."""

    def __init__(
        self, port: int, mark: str, rng: random.Random, is_up: threading.Event, name: str
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._client = ReporterClient(port, timeout=40)
        self._mark, self._rng, self._is_up = mark, rng, is_up
        self._is_over = threading.Event()
        self.reports: list[Report] = []
        self.strange: list[str] = []
        self.told = self.breaks = 0

    def finish(self) -> None:
        """Let the present report come to its end, then stop."""
        self._is_over.set()
        self.join(90)
        assert not self.is_alive(), "a reporter waits for an answer that never comes"

    def run(self) -> None:
        while not self._is_over.is_set():
            report = Report(f"{self._mark} เรื่องที่ {len(self.reports) + 1} ของ {self.name}")
            self.reports.append(report)
            self._report(report)

    def _report(self, report: Report) -> None:
        self._client.cookie = ""
        check = self._ask(lambda: self._client.check_page(report.words), 200)
        report.draft = check.hidden["draft"]
        receipt = self._send(report, check)
        for _ in range(self._rng.choice((0, 0, 1, 3))):
            receipt = self._send(report, check)
        if self._rng.random() < 0.6:
            self._confirm(receipt)
            for _ in range(self._rng.choice((1, 1, 2))):
                self._attach(report)

    def _send(self, report: Report, check: Page) -> Page:
        receipt = self._ask(lambda: self._client.send(check), 200)
        report.codes.append(receipt.code)
        report.receipt_no = receipt.receipt_no
        self.told += 1
        return receipt

    def _confirm(self, receipt: Page) -> None:
        seen = self._ask(lambda: self._client.confirm(receipt), 200, 409)
        if seen.status == 409:  # it was confirmed, but the answer was lost: the code still opens
            self._ask(lambda: self._enter_anew(receipt.code), 200)

    def _enter_anew(self, code: str) -> Page:
        """The case's page by its code; a cookie left by a try that broke would be in the way."""
        self._client.cookie = ""
        return self._client.enter(code)

    def _attach(self, report: Report) -> None:
        size = self._rng.choice(FILE_SIZES)
        body = self._mark.encode() + plain_text(size, self._rng.randrange(1 << 30))
        report.sent_files.append(body)
        answer = self._ask(lambda: self._client.attach("หลักฐาน.txt", body), 200)
        named = re.search(r"evidence-\d\d\.txt", answer.body)
        if named:
            report.told_files[named.group()] = body
            self.told += 1
        else:
            self.strange.append("a file was taken without being named")

    def _ask(self, errand: Callable[[], Page], *expected: int) -> Page:
        """The first whole answer; a broken one is as good as none."""
        while True:
            self._is_up.wait()
            try:
                page = errand()
                if page.status in expected and page.body.rstrip().endswith("</html>"):
                    return page
                self.strange.append(f"{page.status}: {page.text[:80]}")
            except (OSError, HTTPException, KeyError):
                # KeyError: the page with the form's fields did not come.
                self.breaks += 1
