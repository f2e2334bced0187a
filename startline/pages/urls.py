"""Composed pages. Their names are public: any room may link to them."""

from django.urls import path

from startline.pages.views import (
    about,
    account,
    bringing,
    events,
    feeds_out,
    home,
    knowledge,
    mine,
    profile,
    staff,
    timeline,
)

EVENT = "races/<str:event>/"
EDITION = EVENT + "<str:edition>/"
RACE = EDITION + "<str:race>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("for-race-directors/", home.directors, name="directors"),
    path("about/figures/", home.figures, name="figures"),
    path("about/", about.about, name="about"),
    path("about/imprint/", about.imprint, name="imprint"),
    path("about/terms/", about.terms, name="terms"),
    path("about/privacy/", about.privacy, name="privacy"),
    path("about/status/", about.status, name="status"),
    path("you/", about.you, name="you"),
    path("recovery/timeline/", timeline.timeline_choose, name="timeline"),
    path("recovery/timeline/typed/", timeline.timeline_typed, name="timeline_typed"),
    path("recovery/timeline/" + RACE, timeline.timeline_race, name="timeline_race"),
    path(
        "entries/<str:reference>/<int:number>/timeline/",
        timeline.timeline_entry,
        name="timeline_entry",
    ),
    path("you/profile/", profile.my_profile, name="my_profile"),
    path("you/profile/end/", profile.end, name="end_profile"),
    path("athletes/<str:slug>/", profile.athlete, name="athlete"),
    path("you/everything/", account.everything, name="everything"),
    path("you/everything.zip", account.export, name="export_everything"),
    path("you/everything/code/", account.send_code, name="erase_code"),
    path("you/everything/erase/", account.erase, name="erase_everything"),
    path("you/races/", mine.races, name="my_races"),
    path("you/races.geojson", mine.races_map, name="my_races_map"),
    path("you/calendar/<str:token>.ics", mine.my_calendar, name="my_calendar"),
    path("you/invitations/<str:token>/", staff.invitation, name="invitation"),
    path("organize/<str:event>/staff/", staff.staff, name="staff"),
    path("organize/<str:event>/staff/record/", staff.record, name="staff_record"),
    path("organize/<str:event>/staff/<int:member>/", staff.change_member, name="change_member"),
    path(
        "organize/<str:event>/staff/invitations/<int:invitation>/", staff.uninvite, name="uninvite"
    ),
    path("new.atom", feeds_out.new_races, name="new_races"),
    path("robots.txt", feeds_out.robots, name="robots"),
    path("sitemap.xml", feeds_out.sitemap, name="sitemap"),
    path("sitemap-<str:kind>-<int:number>.xml", feeds_out.sitemap_part, name="sitemap_part"),
    path("organize/new/bring/", bringing.bring, name="bring_race"),
    path("organize/<str:event>/brought/", bringing.brought, name="brought_over"),
    path("organize/<str:event>/preview/", events.preview, name="preview"),
    path("races/add/", events.add_race, name="add_race"),
    path("races/thanks/", events.correction_kept, name="correction_kept"),
    path("knowledge/", knowledge.knowledge, name="knowledge"),
    path("knowledge/a-to-z/", knowledge.a_to_z, name="a_to_z"),
    path("knowledge/help/", knowledge.help_near_you, name="help_near_you"),
    path("knowledge/in/<slug:category>/", knowledge.category, name="category"),
    path("knowledge/tagged/<str:tag>/", knowledge.tag, name="tag"),
    path("knowledge/<slug:term>/", knowledge.term, name="term"),
    path("knowledge/<slug:term>/correct/", knowledge.correct_term, name="correct_term"),
    path(EVENT, events.event, name="event"),
    path(EVENT + "calendar.ics", feeds_out.calendar, name="event_calendar"),
    path(EVENT + "correct/", events.correct_event, name="correct_event"),
    path(EDITION, events.event, name="edition"),
    path(EDITION + "calendar.ics", feeds_out.calendar, name="edition_calendar"),
    path(EDITION + "around/", events.around, name="around"),
    path(RACE, events.race, name="race"),
    path(RACE + "course.geojson", events.course_line, name="course_line"),
]
