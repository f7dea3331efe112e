"""`python -m bench` measures everything; `python -m bench filing desk` those parts."""

import sys
import time
from importlib import import_module

from bench.figures import print_machine

PARTS = ("start", "weight", "filing", "desk", "search", "rotation", "statistics", "attachments")


def main(chosen: list[str]) -> int:
    """0 when every chosen part was measured, 2 for a part that does not exist."""
    unknown = sorted(set(chosen) - set(PARTS))
    if unknown:
        print(f"{', '.join(unknown)}: no such part; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    print_machine()
    begun = time.perf_counter()
    for part in chosen or PARTS:
        import_module(f"bench.{part}").run()
    print(f"measured in {time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
