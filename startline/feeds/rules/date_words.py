"""Words for months, weekdays, "every" and "not known yet" in the languages of our listings.

All words are folded (lower case, no accents). English, German, French, Spanish, Italian,
Portuguese, Dutch, Catalan; Korean, Chinese and Japanese where words are needed.
"""

import re

_MONTH_WORDS = """
january jan januar janner janvier janv enero ene gennaio gen janeiro januari gener
february feb februar fevrier fev febrero febbraio fevereiro februari febrer
march mar marz maerz mars marzo marco maart marc mrz
april apr avril avr abril abr aprile
may mai mayo maggio mag maio mei maig
june jun juni juin junio giugno giu junho juny
july jul juli juillet juil julio luglio lug julho juliol
august aug aout agosto ago augustus agost
september sep sept septembre septiembre setiembre settembre set setembro setembre
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez decembre diciembre dic dicembre dezembro desembre
"""

MONTHS = {
    word: number
    for number, line in enumerate(_MONTH_WORDS.strip().splitlines(), 1)
    for word in line.split()
}

_WEEKDAY_WORDS = {
    "monday": "monday mon montag lundi lunes lunedi segunda segunda-feira maandag 월요일 周一 "
    "星期一 月曜日",
    "tuesday": "tuesday tue dienstag mardi martes martedi terca terca-feira dinsdag 화요일 周二 "
    "星期二 火曜日",
    "wednesday": "wednesday wed mittwoch mercredi miercoles mercoledi quarta quarta-feira woensdag "
    "수요일 周三 星期三 水曜日",
    "thursday": "thursday thu donnerstag jeudi jueves giovedi quinta quinta-feira donderdag "
    "목요일 周四 星期四 木曜日",
    "friday": "friday fri freitag vendredi viernes venerdi sexta sexta-feira vrijdag 금요일 "
    "周五 星期五 金曜日",
    "saturday": "saturday sat samstag sonnabend samedi sabado sabato zaterdag 토요일 周六 "
    "星期六 土曜日",
    "sunday": "sunday sun sonntag dimanche domingo domenica zondag 일요일 周日 周天 星期日 "
    "星期天 日曜日",
}

WEEKDAYS = {word: day for day, line in _WEEKDAY_WORDS.items() for word in line.split()}

_DAYS = "|".join(sorted((re.escape(word) for word in WEEKDAYS), key=len, reverse=True))

WEEKLY = re.compile(
    rf"\b(?:every|each|weekly on|jeden|jede|chaque|tous les|cada|todos (?:los|os)|todas as|ogni|"
    rf"elke|iedere)\s+({_DAYS})s?\b"
    rf"|(?:매주|每|毎週)\s*({_DAYS})"
    rf"|\b((?:sams|sonn|frei|mon|diens|donners)tag|mittwoch)s(?=\s|,|$)"
    rf"|\b(saturday|sunday|monday|tuesday|wednesday|thursday|friday)s\b"
)

UNCERTAIN = re.compile(
    r"\b(?:unbekannt|unknown|tba|tbc|tbd|t\.b\.[acd]\.?|to be (?:confirmed|announced|decided|"
    r"advised)|"
    r"noch (?:offen|nicht bekannt)|vermutlich|voraussichtlich|wird bekannt|termin folgt|"
    r"vollmond|full moon|verschiedene termine|various dates|several dates|plusieurs dates|"
    r"varias fechas|varias datas|date inconnue|a (?:confirmer|definir|determiner|annoncer)|"
    r"por (?:confirmar|definir|determinar|anunciar)|a (?:confirmar|designar|anunciar)|"
    r"da (?:definire|confermare)|sin fecha|sem data|date a venir|onbekend)\b"
    r"|미정|추후|未定|待定|待公布|未公布"
)

PRELIMINARY = re.compile(
    r"\b(?:vorlaufig|provisional|provisorisch|provisoire|provisoria?o?|tentative|preliminary|"
    r"unter vorbehalt|geplant|sous reserve)\b|잠정|暂定|予定"
)
