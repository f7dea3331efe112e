"""Processes as the kernel sees them: who descends from whom, and how much memory they hold."""

from pathlib import Path


def family_of(pid: int) -> list[int]:
    """The process and everything that descends from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def resident_mb(pid: int) -> float:
    """Resident memory in MB."""
    return _status(pid, "VmRSS")


def peak_mb(pid: int) -> float:
    """The most resident memory in MB since the mark was last set back."""
    return _status(pid, "VmHWM")


def proportional_mb(pid: int) -> float:
    """Memory in MB, with what is shared counted by its share."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return _field(rollup, "Pss")


def _status(pid: int, name: str) -> float:
    return _field(Path(f"/proc/{pid}/status").read_text(), name)


def _field(text: str, name: str) -> float:
    line = next(line for line in text.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
