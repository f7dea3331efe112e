"""Handing messages to LINE; what went wrong comes back as a code of ours.

The codes are the keys of `rules.words.line.LINE_PROBLEMS`. LINE's answers are read for a number or
one known phrase and kept nowhere; neither a token nor an identity stands in an exception.
"""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any, Final

from app.post_failed import PostFailed

SECONDS: Final = 20
_ANSWER_BYTES: Final = 64 * 1024
_ACCEPTED_BEFORE: Final = 409
_SPENT: Final = b"monthly limit"
"""What LINE's 429 says when it means the month and not the moment."""


@dataclass(frozen=True)
class LinePost:
    """One account at one address."""

    api: str
    token: str = field(repr=False)

    def push(self, user: str, text: str, retry_key: str) -> None:
        """Send one message to one person; PostFailed says why it did not go.

        LINE takes a retry key once: the answer that it had it before means that it has gone out.
        """
        message = {"to": user, "messages": [{"type": "text", "text": text}]}
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "X-Line-Retry-Key": retry_key}
        status, answer = self._ask("/v2/bot/message/push", body, headers)
        if status != _ACCEPTED_BEFORE:
            _check(status, answer)

    def quota(self) -> tuple[int | None, int]:
        """How many messages LINE lets through this month (None: any), and how many it has."""
        limit = self._get("/v2/bot/message/quota")
        used = _count(self._get("/v2/bot/message/quota/consumption").get("totalUsage"))
        return (None if limit.get("type") == "none" else _count(limit.get("value"))), used

    def _get(self, path: str) -> dict[str, Any]:
        status, answer = self._ask(path, None, {})
        _check(status, answer)
        try:
            said = json.loads(answer)
        except (ValueError, RecursionError):
            raise PostFailed("answer", is_whole=True) from None
        if not isinstance(said, dict):
            raise PostFailed("answer", is_whole=True)
        return said

    def _ask(self, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        headers = headers | {"Authorization": f"Bearer {self.token}", "User-Agent": "prongsai"}
        request = urllib.request.Request(self.api + path, data=body, headers=headers)  # noqa: S310
        try:
            with _opener(self.api).open(request, timeout=SECONDS) as answer:
                return answer.status, answer.read(_ANSWER_BYTES)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, _read(refused)
        except urllib.error.URLError as problem:
            code = "tls" if isinstance(problem.reason, ssl.SSLError) else "connect"
            raise PostFailed(code, is_whole=True) from None
        except (OSError, ValueError, http.client.HTTPException):
            raise PostFailed("connect", is_whole=True) from None


class _NoWayOn(urllib.request.HTTPRedirectHandler):
    """Follows nobody: the token would go along to wherever an answer points."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Nothing: the answer stays what it is."""


def _opener(api: str) -> urllib.request.OpenerDirector:
    # An office's proxy is used for what leaves this machine, never for the machine itself.
    ways: list[Any] = [_NoWayOn]
    if api.startswith("http://"):
        ways.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*ways)


def _read(refused: urllib.error.HTTPError) -> bytes:
    try:
        return refused.read(_ANSWER_BYTES)
    except (OSError, http.client.HTTPException):
        return b""


def _check(status: int, answer: bytes) -> None:
    if 200 <= status < 300:
        return
    if status == 429:
        is_spent = _SPENT in answer.lower()
        raise PostFailed("quota" if is_spent else "later", is_whole=True)
    if status in (401, 403):
        raise PostFailed("token", is_whole=True)
    if status == 400:
        raise PostFailed("refused", is_whole=False)
    raise PostFailed("later" if status >= 500 else "answer", is_whole=True)


def _count(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**31:
        raise PostFailed("answer", is_whole=True)
    return number
