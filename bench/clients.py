"""Fresh clients, eight at once, in a process of their own so that they slow no server down.

Each report comes over a connection of its own, as from one more person's telephone.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

AT_ONCE = 8
SLUG = "sample"
SENTENCE = "ผู้รับเหมาส่งมอบถนนบางกว่าแบบ และช่างผู้ควบคุมงานลงชื่อรับทั้งที่ยังไม่ได้วัด "
WORDS = (SENTENCE * 30).encode()[:1_800].decode("utf-8", "ignore")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Told = dict[str, object]


def file_report(port: int) -> Told:
    """Milliseconds of each step, and the receipt's number; or what went wrong."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        begun = time.perf_counter()
        form = _ask(connection, "GET", f"/{SLUG}/r/")
        typed = {"token": _hidden(form, "token"), "narrative": WORDS}
        seen = time.perf_counter()
        check = _ask(connection, "POST", f"/{SLUG}/r/check", typed)
        sealed = {name: _hidden(check, name) for name in ("token", "draft")}
        checked = time.perf_counter()
        receipt = _ask(connection, "POST", f"/{SLUG}/r/send", sealed)
        sent = time.perf_counter()
        number = re.search(r"<strong>(\d+/\d{4})</strong>", receipt)
        steps = {"form": seen - begun, "check": checked - seen, "send": sent - checked}
        return {
            "number": number[1] if number else "",
            "code": "".join(re.findall(r"<span>(\d{4})</span>", receipt)),
            "whole": (sent - begun) * 1000,
        } | {name: seconds * 1000 for name, seconds in steps.items()}
    except Exception as problem:  # counted: no error is part of the promise
        return {"error": f"{type(problem).__name__}: {problem}"}
    finally:
        connection.close()


def write_floor(port: int) -> Told:
    """Milliseconds of one POST to the floor."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        begun = time.perf_counter()
        _ask(connection, "POST", "/", {"narrative": WORDS})
        return {"whole": (time.perf_counter() - begun) * 1000}
    except Exception as problem:
        return {"error": f"{type(problem).__name__}: {problem}"}
    finally:
        connection.close()


def _ask(
    connection: HTTPConnection, method: str, path: str, typed: dict[str, str] | None = None
) -> str:
    connection.request(method, path, urlencode(typed).encode() if typed else None, FORM)
    answer = connection.getresponse()
    page = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return page


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError(f"no {name} on the page")
    return found[1]


def main() -> None:
    """Print, as JSON, what became of so many errands: kind, port and count come as arguments."""
    errands: dict[str, Callable[[int], Told]] = {"report": file_report, "floor": write_floor}
    errand, port, count = errands[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda _: errand(port), range(count)))
    json.dump({"seconds": time.perf_counter() - begun, "told": told}, sys.stdout)


if __name__ == "__main__":
    main()
