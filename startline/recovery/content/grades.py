"""How sure a number of the rules is, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from startline.recovery.rules.constants import Grade

GRADES: Mapping[Grade, str | Promise] = {
    Grade.MODERATE: _("moderate"),
    Grade.LOW: _("low"),
    Grade.VERY_LOW: _("very low"),
    Grade.CONVENTION: _("convention"),
    Grade.DESIGN: _("our own choice"),
}
