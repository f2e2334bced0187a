"""Who is counted as a visitor. Pure."""

import re

BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|monitor|fetch|curl|wget|python|http|java/|go-|headless"
    r"|lighthouse|^$|facebookexternalhit|archiver",
    re.IGNORECASE,
)
"""Words in the names that programs give themselves; a browser's name has none of them."""


def is_a_person(agent: str) -> bool:
    """Whether a program's name looks like a browser's."""
    return agent.startswith("Mozilla/") and not BOTS.search(agent.replace("like Gecko", ""))
