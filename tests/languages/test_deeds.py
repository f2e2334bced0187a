"""Whatever is written into the record of deeds has words in it for people."""

import re
from pathlib import Path

from startline.pages.templatetags.deed_words import DEEDS

STARTLINE = Path(__file__).resolve().parents[2] / "startline"


def test_every_deed_has_words() -> None:
    said = re.compile(r'\brecord_deed\(\s*"([a-z_]+)"')
    told = re.compile(r'\btell\([\w.]+, "([a-z_]+)"')
    services = [path for path in STARTLINE.rglob("*.py") if "services" in str(path)]
    every = "".join(path.read_text() for path in services)
    events = "".join(path.read_text() for path in (STARTLINE / "events/services").glob("*.py"))

    verbs = {*said.findall(every), *told.findall(events)}

    assert len(verbs) > 40
    assert verbs - set(DEEDS) == set()
