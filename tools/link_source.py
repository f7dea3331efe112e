"""Make the source tree importable in .venv, and `prongsai` a command there, without a build.

One line in a .pth file, relative so that the folder may be moved, and a script of three lines.
"""

import os
import stat
import sys
import sysconfig
from pathlib import Path

SCRIPT = """#!{python}
import sys

from app.commands import main

sys.exit(main())
"""


def main() -> None:
    """Write both files into the environment that runs this."""
    source = Path(__file__).resolve().parent.parent
    packages = Path(sysconfig.get_path("purelib"))
    line = os.path.relpath(source, packages)
    (packages / "prongsai_source.pth").write_text(line + "\n", encoding="utf-8")
    command = Path(sysconfig.get_path("scripts")) / "prongsai"
    command.write_text(SCRIPT.format(python=sys.executable), encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
