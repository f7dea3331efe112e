"""`prongsai serve` with deadlines and room small enough that a test can wait for them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field

from app.front.arrival import Deadlines
from app.front.arrivals import Room
from app.serve import serve
from app.settings import Settings
from tests.real_server import RealServer


@dataclass
class HurriedServer(RealServer):
    """The production server but for these two."""

    deadlines: dict[str, float] = field(default_factory=dict)
    room: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Start, and wait until it answers."""
        words = [sys.executable, "-m", "tests.faults.hurried_server"]
        environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PRONGSAI_DATA_DIR": str(self.folder),
            "PRONGSAI_PORT": str(self.port),
        } | self.environ
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*words, json.dumps(self.deadlines), json.dumps(self.room)],
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    @property
    def log(self) -> str:
        """Everything it has written so far."""
        return (self.folder / "server.log").read_text()


if __name__ == "__main__":
    serve(
        Settings.from_environment(os.environ),
        deadlines=Deadlines(**json.loads(sys.argv[1])),
        room=Room(**json.loads(sys.argv[2])),
    )
