"""What a printed rule rests on: `{% rests_on "RED_PEAK AMBER_PEAK" %}` behind its words."""

from django import template

from startline.recovery.content.grades import GRADES
from startline.recovery.queries import rules_named
from startline.recovery.rules.constants import constants

register = template.Library()


@register.simple_tag
def number(name: str) -> float:
    """A number of the rules by its name; KeyError for an unknown one."""
    return constants()[name].value


@register.inclusion_tag("recovery/rests_on.html")
def rests_on(names: str) -> dict[str, object]:
    """The grades of these numbers in a word or two, each with its source on demand."""
    rules = rules_named(names.split())
    grades = [GRADES[grade] for grade in GRADES if any(rule.grade is grade for rule in rules)]
    return {"grades": grades, "rules": [(rule, GRADES[rule.grade]) for rule in rules]}
