"""The room's stable words as people read them."""

from django.utils.translation import gettext_lazy

ASPECT_NAMES = {
    "organisation": gettext_lazy("Organisation"), "course": gettext_lazy("Course"),
    "scenery": gettext_lazy("Scenery"), "aid": gettext_lazy("Aid stations"),
    "value": gettext_lazy("Value for money"), "atmosphere": gettext_lazy("Atmosphere"),
    "swag": gettext_lazy("Shirt, medal and extras"), "access": gettext_lazy("Parking and access"),
}  # fmt: skip
QUESTION_NAMES = {
    "cutoff": gettext_lazy("Was the cut-off kept as announced?"),
    "food": gettext_lazy("Was there still food and drink?"),
    "medal": gettext_lazy("Were there still medals?"),
    "marshals": gettext_lazy("Were the marshals still there?"),
}
REASON_NAMES = {
    "abuse": gettext_lazy("It insults or threatens somebody"),
    "personal": gettext_lazy("It names a person or tells something private"),
    "advertising": gettext_lazy("It is advertising"),
    "not_there": gettext_lazy("The writer was not there"),
    "other_race": gettext_lazy("It is about another race"),
    "photo": gettext_lazy("A photo should not be shown"),
    "other": gettext_lazy("Something else"),
}
BASIS_NAMES = {
    "finished": gettext_lazy("Finished"), "started": gettext_lazy("Started"),
    "entered": gettext_lazy("Entered"), "": gettext_lazy("Had a place"),
}  # fmt: skip
SORT_NAMES = {
    "helpful": gettext_lazy("Most helpful"), "new": gettext_lazy("Newest"),
    "high": gettext_lazy("Best first"), "low": gettext_lazy("Worst first"),
}  # fmt: skip
STATE_NAMES = {
    "shown": gettext_lazy("Shown"), "held": gettext_lazy("Waits to be looked at"),
    "removed": gettext_lazy("Removed"),
}  # fmt: skip
GROUP_NAMES = {
    "f": gettext_lazy("Women"), "m": gettext_lazy("Men"), "x": gettext_lazy("Non-binary runners"),
    "back": gettext_lazy("The last quarter"),
}  # fmt: skip
