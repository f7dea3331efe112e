"""Refuse a template that does not parse, or that the Content-Security-Policy would break.

`make lint` runs this over web/templates: no inline style, script or handler, no address of a
foreign host, and no value let past the escaping.
"""

import re
import sys
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError

TEMPLATES = Path(__file__).resolve().parent.parent / "web" / "templates"
EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.i18n", "jinja2.ext.loopcontrols"]

REFUSED = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*="),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an inline handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "something loaded from another host": re.compile(
        r"<(?:script|link|img|iframe|audio|video|source|form)\b[^>]*\s(?:src|href|action)\s*=\s*"
        r"[\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
    "a value let past the escaping (a literal may)": re.compile(
        r"[^\s'\"]\s*\|\s*safe\b|\bMarkup\(|\{%-?\s*autoescape\s+false"
    ),
}
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def blank_comments(text: str) -> str:
    """The text with comments taken out, lines kept."""
    return COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)


def faults(path: Path) -> list[str]:
    """What is wrong with one template, a line each."""
    text = path.read_text(encoding="utf-8")
    try:
        Environment(autoescape=True, extensions=EXTENSIONS).parse(text)
    except TemplateSyntaxError as error:
        return [f"{path}:{error.lineno}: {error.message}"]
    shown = blank_comments(text)
    return [
        f"{path}:{shown.count(chr(10), 0, found.start()) + 1}: {what}"
        for what, pattern in REFUSED.items()
        for found in pattern.finditer(shown)
    ]


def main() -> int:
    """Print every fault; the exit code says whether there was one."""
    templates = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    found = [fault for path in templates for fault in faults(path)]
    print("\n".join(found) if found else f"{len(templates)} templates are sound")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
