"""Words inside names, dates and status fields that say where an edition stands."""

import re

from startline.core.text import fold
from startline.events.rules.words import Status

_PATTERNS = (
    (
        Status.CANCELLED,
        r"\b(?:cancell?ed|cancell?ation|called off|abgesagt|entfallt|fallt aus|annulee?s?|"
        r"anulad[ao]s?|cancelad[ao]s?|cancel·?lad[ao]|suspendid[ao]s?|annullat[ao]|afgelast|"
        r"geannuleerd|eventcancell?ed)\b|취소|取消|中止",
    ),
    (
        Status.POSTPONED,
        r"\b(?:postponed|deferred|verschoben|verlegt|reportee?s?|aplazad[ao]s?|pospuest[ao]s?|"
        r"adiad[ao]s?|ajornad[ao]s?|rinviat[ao]|uitgesteld|eventpostponed)\b|연기|延期|推迟|順延",
    ),
    (Status.MOVED, r"\b(?:eventrescheduled|rescheduled|reprogramad[ao]|remarcad[ao])\b|일정변경"),
)
_STATUSES = tuple((status, re.compile(pattern)) for status, pattern in _PATTERNS)

_FIELD_PATTERNS = (
    (
        Status.SOLD_OUT,
        r"\b(?:sold.?out|soldout|full|ausgebucht|ausverkauft|complet|agotad[ao]|"
        r"esgotad[ao]|esaurit[ao])\b|매진|满员|報名額滿|定員",
    ),
    (
        Status.ENTRIES_CLOSED,
        r"\b(?:entries? closed|registration closed|closed|geschlossen|anmeldeschluss|clos|"
        r"cerrad[ao]|"
        r"encerrad[ao]|chius[ao]|finished|ended)\b|마감|截止|已结束|受付終了",
    ),
    (
        Status.ENTRIES_OPEN,
        r"\b(?:open|entries? open|registration open|offen|geoffnet|ouvert(?:es)?|abiert[ao]s?|"
        r"abert[ao]s?|apert[ao]|onsale|on sale|instock)\b|접수중|모집중|报名中|報名中|受付中|"
        r"엔트리중",
    ),
    (
        Status.CONFIRMED,
        r"\b(?:confirmed|bestatigt|confirmee?|confirmad[ao]|confermat[ao])\b|확정|已确认",
    ),
    (
        Status.ANNOUNCED,
        r"\b(?:scheduled|eventscheduled|announced|upcoming|planned|geplant|soon|published)\b"
        r"|접수전|접수예정|预告|即将|未开始|受付前",
    ),
)
_FIELD_STATUSES = tuple((status, re.compile(pattern)) for status, pattern in _FIELD_PATTERNS)


def status_in(text: str) -> Status | None:
    """Cancelled, postponed or moved, if the text says so in any of our languages."""
    folded = fold(text)
    return next((status for status, pattern in _STATUSES if pattern.search(folded)), None)


def status_of_field(text: str) -> Status | None:
    """What a status field says: also entries open, closed, sold out, confirmed, announced."""
    folded = fold(text.replace("_", " ").rsplit("/", 1)[-1])
    if found := status_in(text):
        return found
    return next((status for status, pattern in _FIELD_STATUSES if pattern.search(folded)), None)


def mark_pattern() -> re.Pattern[str]:
    """Matches a word of cancelling, postponing or moving in folded text."""
    return re.compile("|".join(f"(?:{pattern})" for _, pattern in _PATTERNS))
