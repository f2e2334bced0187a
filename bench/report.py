"""Tables on the screen and the same numbers as JSON, with the machine and the commit."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
LIBRARIES = ("numpy", "pyroaring", "rapidfuzz", "tantivy", "django")


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows under a head, numbers to the right."""
    cells = [[_text(value) for value in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}")
    for row in cells:
        first, *others = (c.ljust(w) if not i else c.rjust(w)
                          for i, (c, w) in enumerate(zip(row, widths, strict=True)))  # fmt: skip
        print("  ".join([first, *others]), flush=True)


def _text(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def write(suite: str, figures: dict[str, Any]) -> Path:
    """Keep the figures of a suite beside where and on what they were measured."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{suite}.json"
    note = {"suite": suite, "measured": _now(), "commit": commit(), "machine": machine()}
    path.write_text(json.dumps(note | figures, indent=1) + "\n", encoding="utf-8")
    return path


def commit() -> str:
    """The commit that was measured; "+" if files were changed since."""
    name = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--", "startline", "bench/*.py")
    return name + ("+" if changed else "")


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def machine() -> dict[str, Any]:
    """Processor, cores, memory, load and versions: what a figure means nothing without."""
    cpu = Path("/proc/cpuinfo").read_text().split("model name\t: ")
    memory = int(Path("/proc/meminfo").read_text().split()[1])
    return {
        "processor": cpu[1].split("\n")[0] if len(cpu) > 1 else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**20, 1),
        "load": [round(n, 2) for n in os.getloadavg()],
        "python": platform.python_version(),
        **{name: found for name in LIBRARIES if (found := _version(name))},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")  # noqa: TID251 - a real clock is meant
