"""What runs how often. `tick` reads this list once a minute and enqueues what is due."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.tasks import Task

from startline.config.upkeep import clear_up
from startline.discovery.services.digests import forget_old_alerts, send_digests
from startline.discovery.services.indexing import rebuild_index_if_due
from startline.discovery.services.rounds import look_for_news
from startline.entries.services.calling import carry_on_callings
from startline.entries.services.collecting import sweep_money
from startline.entries.services.documents import sweep_documents
from startline.entries.services.expiring import release_what_expired
from startline.entries.services.importing import carry_out_waiting_lists
from startline.entries.services.messaging import carry_out_waiting_messages
from startline.entries.services.settling_changes import sweep_what_is_due
from startline.entries.services.waitlist import offer_what_is_free
from startline.feeds.services.daily import read_due_sources
from startline.notices.services import send_waiting_notices
from startline.payments.services.refunding import carry_out_waiting_refunds
from startline.results.services.importing import carry_out_waiting_files
from startline.reviews.services.photos import sweep_photos
from startline.reviews.services.scoring import follow_results


@dataclass(frozen=True)
class Due:
    """One job and its interval."""

    job: Task[[], Any]
    every: timedelta


SCHEDULE: tuple[Due, ...] = (
    Due(send_waiting_notices, timedelta(minutes=1)),
    Due(release_what_expired, timedelta(minutes=1)),
    Due(carry_out_waiting_lists, timedelta(minutes=5)),
    Due(carry_out_waiting_files, timedelta(minutes=5)),
    Due(carry_out_waiting_messages, timedelta(minutes=5)),
    Due(offer_what_is_free, timedelta(minutes=1)),
    Due(sweep_what_is_due, timedelta(minutes=1)),
    Due(carry_on_callings, timedelta(minutes=1)),
    Due(rebuild_index_if_due, timedelta(minutes=1)),
    Due(sweep_money, timedelta(minutes=1)),
    Due(carry_out_waiting_refunds, timedelta(minutes=1)),
    Due(sweep_documents, timedelta(hours=6)),
    Due(sweep_photos, timedelta(hours=6)),
    Due(follow_results, timedelta(minutes=15)),
    Due(look_for_news, timedelta(minutes=5)),
    Due(send_digests, timedelta(minutes=10)),
    Due(forget_old_alerts, timedelta(days=1)),
    Due(read_due_sources, timedelta(days=1)),
    Due(clear_up, timedelta(days=1)),
)
