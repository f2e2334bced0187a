"""The ways of a timeline in words: titles, what each does, a letter to the organizer."""

from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from startline.core.templatetags.show import day
from startline.pages.queries.timeline import Timeline
from startline.pages.rules.timeline import Choice, Way

register = template.Library()

TITLES = {
    Choice.GO: _("Go"),
    Choice.RUN_WALK: _("Run and walk"),
    Choice.SHORTER: _("A shorter distance"),
    Choice.DEFER: _("Defer"),
    Choice.RESALE: _("Release for resale"),
    Choice.TRANSFER: _("Hand on"),
    Choice.REFUND: _("Money back"),
    Choice.VOLUNTEER: _("Help as a volunteer"),
}
RULES = {
    Choice.GO: _("Only with the race’s own gate met, the lists below ticked and the stop rule "
                 "agreed."),
    Choice.RUN_WALK: _("With the walk breaks of your stage that day, and the same stop rule. "
                       "Check that the cut-off leaves the time."),
    Choice.SHORTER: _("Another race of the same day, with a gate of its own."),
    Choice.DEFER: _("Your place moves to the next edition."),
    Choice.RESALE: _("Your place is sold again; your money follows when somebody has bought it."),
    Choice.TRANSFER: _("Another person runs with your place; you settle the money between you."),
    Choice.REFUND: _("You leave the race and get back what the organizer’s rule says."),
    Choice.VOLUNTEER: _("Be there without running: aid stations, bibs, marshalling."),
}  # fmt: skip
SHORT = {
    Choice.SHORTER: _("Change distance"),
    Choice.DEFER: _("Defer"),
    Choice.RESALE: _("Release for resale"),
    Choice.TRANSFER: _("Hand on"),
    Choice.REFUND: _("Money back"),
}
LAST_DAYS = {
    Choice.SHORTER: _("Last day to change distance."),
    Choice.DEFER: _("Last day to defer."),
    Choice.RESALE: _("Last day to release your place for resale."),
    Choice.TRANSFER: _("Last day to hand your place on."),
    Choice.REFUND: _("Last day for money back."),
}
BUTTONS = {
    Choice.SHORTER: _("Change distance"),
    Choice.DEFER: _("Defer my place"),
    Choice.RESALE: _("Release my place"),
    Choice.TRANSFER: _("Hand on my place"),
    Choice.REFUND: _("Get my money back"),
}
WISHES = {
    Choice.SHORTER: _("I would like to change to a shorter distance."),
    Choice.DEFER: _("I would like to defer my entry to the next edition."),
    Choice.RESALE: _("I would like to release my place so that it can be sold again."),
    Choice.TRANSFER: _("I would like to hand my entry on to another runner."),
    Choice.REFUND: _("I would like to give my place back for a refund."),
    Choice.VOLUNTEER: _("I cannot run, and would like to help as a volunteer instead."),
}


@register.filter
def way_title(way: Way) -> str:
    """The name of a way; a change of distance names its race."""
    if way.name:
        return gettext("Change to %(race)s") % {"race": way.name}
    return str(TITLES[way.choice])


@register.filter
def way_rule(way: Way) -> str:
    """What the way is."""
    return str(RULES[way.choice])


@register.filter
def way_short(way: Way) -> str:
    """A way in two words, for the drawing."""
    if way.name:
        return gettext("Change to %(race)s") % {"race": way.name}
    return str(SHORT[way.choice])


@register.filter
def way_last_day(way: Way) -> str:
    """The entry of the list."""
    if way.name:
        return gettext("Last day to change to %(race)s.") % {"race": way.name}
    return str(LAST_DAYS[way.choice])


@register.filter
def way_button(way: Way) -> str:
    """The verb on the button."""
    return str(BUTTONS[way.choice])


@register.simple_tag
def way_href(line: Timeline, way: Way) -> str:
    """The page of the act for an entry held here, else nothing."""
    page, option = line.here.entry, way.option
    if page is None or option is None or not way.is_open:
        return ""
    entry = page.entry
    path = reverse("entries:act", args=[entry.order.reference, entry.pk, option.kind.value])
    return f"{path}?race={option.race}" if option.race else path


@register.simple_tag
def letter(line: Timeline, way: Way) -> str:
    """A short letter to the organizer; it says what is wanted and nothing of a knee."""
    wish = WISHES.get(way.choice)
    if wish is None or line.here.entry is not None:
        return ""
    race = line.race
    name = race.event if race.event == race.name else f"{race.event}, {race.name}"
    lines = [
        gettext("Hello,"),
        gettext("I am entered for %(race)s on %(day)s.") % {"race": name, "day": day(race.on)},
        str(wish),
        gettext("Please tell me whether this is possible, until when, and what it costs."),
        gettext("My name and number of entry: "),
    ]
    return "\n\n".join(lines)


@register.simple_tag
def mailto(line: Timeline, text: str) -> str:
    """The letter for the reader's own mail program, without an address."""
    subject = gettext("My entry for %(race)s") % {"race": line.race.event}
    return f"mailto:?subject={quote(subject)}&body={quote(text)}"
