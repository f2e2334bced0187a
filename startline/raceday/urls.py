"""Addresses of the room."""

from django.urls import path

from startline.raceday.views import desk, numbers, papers, week

app_name = "raceday"
WEEK = "organize/<str:event>/<str:edition>/race-week"
urlpatterns = [
    path("desk/<str:token>/", desk.desk, name="desk"),
    path("desk/<str:token>/scan/", desk.scan, name="scan"),
    path("desk/<str:token>/counts/", desk.counts, name="counts"),
    path("timing/<str:token>/", papers.timing, name="timing"),
    path("timing/<str:token>/start-list.<str:form>", papers.timing_as, name="timing_as"),
    path(f"{WEEK}/", week.week, name="week"),
    path(f"{WEEK}/numbers/", numbers.numbers, name="numbers"),
    path(f"{WEEK}/numbers/ranges/", numbers.add_range, name="add_range"),
    path(f"{WEEK}/numbers/ranges/<int:pool>/", numbers.remove_range, name="remove_range"),
    path(f"{WEEK}/numbers/plan/", numbers.plan, name="plan"),
    path(f"{WEEK}/numbers/list/", numbers.plan_list, name="plan_list"),
    path(f"{WEEK}/numbers/give/", numbers.give, name="give"),
    path(f"{WEEK}/numbers/one/", numbers.one, name="one_number"),
    path(f"{WEEK}/desks/", week.desks, name="desks"),
    path(f"{WEEK}/desks/<int:desk>/", week.desk_link, name="desk_link"),
    path(f"{WEEK}/desks/<int:desk>/close/", week.close, name="close_desk"),
    path(f"{WEEK}/start-list/", papers.start_list, name="start_list"),
    path(f"{WEEK}/start-list.<str:kind>", papers.start_list_as, name="start_list_as"),
    path(f"{WEEK}/links/<int:link>/close/", papers.close_link, name="close_link"),
    path(f"{WEEK}/sheets/", papers.sheets, name="sheets"),
    path(f"{WEEK}/sheets/emergency/", papers.print_emergency, name="print_emergency"),
    path(f"{WEEK}/sheets/emergency/<int:printed>/", papers.emergency, name="emergency"),
    path(f"{WEEK}/sheets/emergency/<int:printed>/shredded/", papers.shredded, name="shredded"),
    path(f"{WEEK}/sheets/<str:kind>/", papers.sheet, name="sheet"),
]
