"""Every code of an answer in one sentence."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = Mapping[str, str | Promise]

LIGHTS: Words = {
    "green": _("Green"), "amber": _("Amber"), "red": _("Red"), "pending": _("Waiting"),
}  # fmt: skip
KINDS_OF_LIGHT = {"green": "go", "amber": "wait", "red": "stop", "pending": "none"}
THEN: Words = {
    "green": _("It counts towards the next step."),
    "amber": _("The same session again, a little shorter."),
    "red": _("Stop and walk. One red is common and not a disaster. Two days without running, "
             "then one step easier."),
    "pending": _("The same again at most: nothing longer, faster or steeper while an answer is "
                 "missing."),
}  # fmt: skip

# Why nothing, or why so much: blocked_by and the caps.
WHY: Words = {
    "danger": _("A danger sign is marked. It comes before everything else."),
    "printed": _("This site prints the rules; you apply them yourself."),
    "first_screen": _("The danger signs come first: five short screens."),
    "weekly_screen": _("Anything new? Asked each week and after every red."),
    "intake": _("The start is not written down yet."),
    "age": _("The date of birth is missing: the rules are for adults."),
    "check": _("How walking goes is not known yet."),
    "confirm": _("Your last run waits for your tap on its row."),
    "refer": _("It is time to see somebody before going on."),
    "red_rest": _("Less than two days since a red or anything new."),
    "walking": _("Walking hurts 4 of 10 or more, or you limp: walking comes before running."),
    "high": _("The knee is easily stirred up now: calm it first, without running."),
    "S0": _("Stage 0: walking, twice 30 minutes without pain, 48 hours apart."),
    **{f"S{n}": _("The stage of the walk and run ladder.") for n in range(1, 10)},
    "S10": _("The rebuild: no run more than a tenth longer than the longest green one."),
    "path_a": _("You go on running, less than before and on the flat."),
    "lay_off": _("Shorter after some days without running."),
    "week_cap": _("What is left of this week."),
    "green": _("Your last run was green."),
    "amber": _("Your last run was amber: a tenth shorter."),
    "red": _("Your last run was red: a fifth shorter and one stage lower."),
    "pending": _("Something of your last run is not known: not longer than it was."),
    "physio": _("The numbers of your physiotherapist; our rules only stop, never progress."),
    "apart": _("Rest between two runs."),
    "walk": _("Only walking for now."),
}

# What would change today's offer, by its code.
CHANGE: Words = {
    "danger": _("Somebody who can examine the knee has looked at it."),
    "printed": _("Nothing here: hold your numbers against the printed table."),
    "first_screen": _("Go through the danger signs."),
    "weekly_screen": _("Answer whether anything is new."),
    "intake": _("Write down where you start."),
    "age": _("Say your date of birth."),
    "check": _("Write down a day: pain when walking, and whether you limp."),
    "confirm": _("Tap the row of your last run."),
    "refer": _("A clinician has looked, and you wrote it down."),
    "red_rest": _("Two days of rest, and walking that goes well."),
    "walking": _("A day with walking below 4 of 10 and without a limp."),
    "high": _("A day with less pain, no pain at rest, and quicker to settle."),
    "say_run_min": _("How many minutes you ran."),
    "say_peak": _("How much it hurt at worst."),
    "say_rising": _("Whether the pain was rising."),
    "say_limp": _("Whether you limped."),
    "say_new": _("Whether anything was new."),
    "say_settle": _("When the knee was back to its usual."),
    "say_morning": _("The step down of the next morning."),
    "say_painkiller": _("A run without a painkiller before it."),
    "review": _("The review of the week."),
    "barriers": _("A word on what was in the way: the plan is two weeks longer, once."),
    "clock": _("A line lies in the future: set the clock of the device, or take the line out."),
}

REFER: Words = {
    "week_4": _("Four weeks, and neither pain nor the knee as a whole is better."),
    "reds": _("Three reds within three weeks."),
    "same_stage": _("Three weeks on the same stage."),
    "high": _("Easily stirred up for two weeks."),
    "worst_pain": _("Worst pain of 7 or more for a week."),
    "painkillers": _("A painkiller each day for two weeks."),
    "week_12": _("Twelve weeks, and not back to 30 minutes."),
    "recurrences": _("It came back twice or more within six months."),
    "distress": _("Fear of running, or low mood."),
}

# The table beside the reader's numbers: what each row asks, and what green needs.
ROWS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "peak": (_("Worst pain in the run"), _("2 or less")),
    "rising": (_("Rising during the run"), _("no")),
    "limp": (_("Limp"), _("no")),
    "new": (_("Anything new"), _("no")),
    "settle": (_("Back to usual after"), _("an hour or less")),
    "morning": (_("Next morning, one step down"), _("no higher than usual")),
    "painkiller": (_("Painkiller before"), _("no")),
}

GATES: Words = {
    "continuous": _("30 minutes of running without a break, green"),
    "rebuild": _("Four such runs: the rebuild begins"),
}

TRAINING: Words = {
    "weeks": _("Four weeks near the usual time, no red, one amber a week at most"),
    "terrain": _("All usual ground and paces are back"),
    "step_down": _("Step-downs, both sides, almost without pain"),
    "sides": _("Strength and hops nearly as on the other side"),
    "akps": _("The Kujala questionnaire, if you have it"),
    "strength": _("Strength twice in each of four weeks"),
    "confidence": _("You trust the knee"),
}

FAULTS: Words = {
    "too_long": _("The log is longer than this site reads at once."),
    "not_json": _("This is not a saved log, or it was cut off."),
    "not_a_question": _("This is not a question about a log."),
    "unknown_field": _("Here stands a field we do not know."),
    "not_a_log": _("This is not a log of ours."),
    "not_a_version": _("The version of the log cannot be read."),
    "newer_version": _("The log was written by a newer version of this site."),
    "not_a_list": _("Here should be a list."),
    "too_many": _("There are more lines than a log may have."),
    "unknown_type": _("A line of a kind we do not know."),
    "not_a_name": _("The name of a line cannot be read."),
    "not_an_instant": _("A day and time cannot be read."),
    "without_offset": _("A time without its time zone."),
    "out_of_range": _("A number or a day is out of range."),
    "not_a_whole_number": _("Here should be a whole number."),
    "not_yes_or_no": _("Here should be yes or no."),
    "not_a_text": _("A text is too long or none."),
    "unknown_word": _("A word we do not know."),
    "not_a_day": _("A day cannot be read."),
    "used_twice": _("Two lines have the same name."),
    "not_before": _("A correction points to a line that does not stand before it."),
    "not_a_zone": _("The time zone is not known."),
}

KINDS: Words = {
    "screen": _("Danger signs"), "clearance": _("A clinician has looked"), "check": _("A day"),
    "intake": _("The start"), "run": _("Run"), "walk": _("Walk"), "morning": _("Morning"),
    "strength": _("Strength"), "trial": _("Test"), "review": _("Week"),
    "confirmed": _("Tap"), "physio": _("From my physio"), "goal": _("Race"),
    "withdrawn": _("Taken out"),
}  # fmt: skip

REFUSED_FILES: Words = {
    "too_large": _("It is larger than this site reads."),
    "unreadable": _("It cannot be read."),
    "no_records": _("It holds no records of a run."),
    "unknown_format": _("It is neither FIT nor GPX nor TCX."),
}
WARNINGS: Words = {
    "damaged": _("A part of the file is damaged; what stands here is what could be read."),
    "no_times": _("The file holds no times."),
}
