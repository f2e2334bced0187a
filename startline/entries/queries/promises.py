"""What must be true of places, orders, money and the waitlist, each as one question in SQL.

A promise is broken where its question finds rows. A row names what is wrong: its columns are ids
and the figures that disagree. Each question reads its tables in sets, on SQLite and PostgreSQL.
"""

from dataclasses import dataclass

COUNTED = "('held', 'pending', 'confirmed')"
"""The states of an entry that count against its pool, as `rules.life.HOLDS_A_PLACE`."""
ALIVE = "('held', 'pending', 'confirmed', 'offered')"
"""Those of an entry that may still start, as `rules.life.LIVING`."""


@dataclass(frozen=True)
class Promise:
    """A stable name, what it says, and the question that finds what breaks it."""

    name: str
    says: str
    broken: str


PLACES = (
    Promise(
        "places_taken",
        "Places taken of a pool are the heads of its entries that count.",
        f"""
        SELECT p.id AS pool, p.taken AS taken, coalesce(alive.heads, 0) AS heads
        FROM events_capacitypool p
        LEFT JOIN (
          SELECT r.pool_id, count(*) AS heads
          FROM entries_entry e JOIN events_race r ON r.id = e.race_id
          WHERE e.state IN {COUNTED} AND r.pool_id IS NOT NULL GROUP BY r.pool_id
        ) alive ON alive.pool_id = p.id
        WHERE p.taken <> coalesce(alive.heads, 0)
        """,  # noqa: S608  -- a constant of this module
    ),
    Promise(
        "never_oversold",
        "No pool and no extra has more taken than there is.",
        """
        SELECT id AS pool, NULL AS extra_size, taken, places FROM events_capacitypool
        WHERE taken > places
        UNION ALL
        SELECT NULL, id, taken, stock FROM events_extrasize
        WHERE stock IS NOT NULL AND taken > stock
        """,
    ),
    Promise(
        "offered_fits",
        "A place offered for resale is sold when as many as there are places are confirmed.",
        """
        SELECT p.id AS pool, p.places AS places, counted.offered AS offered,
          counted.confirmed AS confirmed, counted.entry AS entry
        FROM events_capacitypool p
        JOIN (
          SELECT r.pool_id, sum(CASE WHEN e.state = 'offered' THEN 1 ELSE 0 END) AS offered,
            sum(CASE WHEN e.state = 'confirmed' AND e.state_at <= %(late)s THEN 1 ELSE 0 END)
              AS confirmed,
            min(CASE WHEN e.state = 'offered' THEN e.id END) AS entry
          FROM entries_entry e JOIN events_race r ON r.id = e.race_id
          WHERE e.state IN ('confirmed', 'offered') GROUP BY r.pool_id
        ) counted ON counted.pool_id = p.id
        WHERE counted.offered > 0 AND counted.confirmed + counted.offered > p.places
        """,
    ),
    Promise(
        "extras_taken",
        "Extras taken are those of orders alive, less what was given back.",
        """
        SELECT s.id AS extra_size, s.taken AS taken, coalesce(sold.quantity, 0) AS sold
        FROM events_extrasize s
        LEFT JOIN (
          SELECT l.extra_size_id,
            sum(CASE WHEN l.kind = 'extra' THEN l.quantity ELSE -l.quantity END) AS quantity
          FROM entries_orderline l JOIN entries_order o ON o.id = l.order_id
          WHERE l.extra_size_id IS NOT NULL AND o.state IN ('open', 'settled')
          GROUP BY l.extra_size_id
        ) sold ON sold.extra_size_id = s.id
        WHERE s.taken <> coalesce(sold.quantity, 0)
        """,
    ),
    Promise(
        "coupon_used",
        "What a coupon says it was used and spent is what its uses alive sum to.",
        """
        SELECT c.id AS coupon, c.used AS used, coalesce(live.heads, 0) AS heads,
          c.spent_minor AS spent_minor, coalesce(live.minor, 0) AS minor
        FROM entries_coupon c
        LEFT JOIN (
          SELECT coupon_id, sum(heads) AS heads, sum(minor) AS minor
          FROM entries_couponuse WHERE given_back_at IS NULL GROUP BY coupon_id
        ) live ON live.coupon_id = c.id
        WHERE c.used <> coalesce(live.heads, 0) OR c.spent_minor <> coalesce(live.minor, 0)
        """,
    ),
    Promise(
        "coupon_given_back",
        "An order that expired keeps no use of a coupon.",
        """
        SELECT u.id AS coupon_use, u.coupon_id AS coupon, o.reference AS order_reference
        FROM entries_couponuse u JOIN entries_order o ON o.id = u.order_id
        WHERE u.given_back_at IS NULL AND o.state = 'expired'
        """,
    ),
    Promise(
        "one_entry_per_person",
        "A person has one entry alive in a race.",
        f"""
        SELECT e.race_id AS race, min(e.id) AS entry, max(e.id) AS other, count(*) AS entries
        FROM entries_entry e
        JOIN accounts_athlete a ON a.id = e.athlete_id
        JOIN entries_order o ON o.id = e.order_id
        WHERE e.state IN {ALIVE}
        GROUP BY e.race_id, lower(a.family_name), lower(a.given_name), a.born_on, lower(o.email)
        HAVING count(*) > 1
        """,  # noqa: S608  -- a constant of this module
    ),
)

LIVES = (
    Promise(
        "entry_follows_order",
        "An entry is held, pending or confirmed as its order is held, open or settled.",
        """
        SELECT e.id AS entry, e.state AS entry_state, o.reference AS order_reference,
          o.state AS order_state
        FROM entries_entry e JOIN entries_order o ON o.id = e.order_id
        WHERE (e.state = 'held' AND o.state <> 'held')
          OR (e.state = 'pending' AND o.state <> 'open' AND NOT EXISTS (
              SELECT 1 FROM entries_entrychange c WHERE c.to_entry_id = e.id AND c.state = 'open'))
          OR (e.state IN ('confirmed', 'offered') AND o.state <> 'settled'
              AND NOT (o.state = 'open' AND o.method = 'on_site'))
        """,
    ),
    Promise(
        "order_has_entries",
        "An order that is held or open has an entry that waits with it.",
        """
        SELECT o.id AS order_id, o.reference AS order_reference, o.state AS order_state
        FROM entries_order o
        WHERE o.state IN ('held', 'open') AND o.method <> 'on_site' AND NOT EXISTS (
          SELECT 1 FROM entries_entry e WHERE e.order_id = o.id
            AND e.state IN ('held', 'pending', 'confirmed', 'offered'))
        """,
    ),
    Promise(
        "nothing_stays_held",
        "Holds, orders, offers and changes whose time is over end within a quarter of an hour.",
        """
        SELECT o.id AS order_id, CAST(NULL AS BIGINT) AS waitlist_place,
          CAST(NULL AS BIGINT) AS entry_change,
          o.expires_at AS until_at
        FROM entries_order o
        WHERE o.state IN ('held', 'open') AND o.expires_at < %(late)s
        UNION ALL
        SELECT NULL, w.id, NULL, w.offered_until FROM entries_waitlistplace w
        WHERE w.state = 'offered' AND w.offered_until < %(late)s
        UNION ALL
        SELECT NULL, NULL, c.id, c.until_at FROM entries_entrychange c
        WHERE c.state = 'open' AND c.kind <> 'resale' AND c.until_at < %(late)s
        """,
    ),
    Promise(
        "transferred_has_a_follower",
        "An entry that was transferred is followed by another.",
        """
        SELECT e.id AS entry
        FROM entries_entry e
        WHERE e.state = 'transferred'
          AND NOT EXISTS (SELECT 1 FROM entries_entry f WHERE f.previous_id = e.id)
          AND NOT EXISTS (
            SELECT 1 FROM entries_resale r WHERE r.entry_id = e.id AND r.state = 'sold')
          AND NOT EXISTS (
            SELECT 1 FROM entries_entrychange c WHERE c.entry_id = e.id AND c.state = 'done')
        """,
    ),
    Promise(
        "deferred_has_a_deed",
        "An entry that was deferred has the deed that says where to.",
        """
        SELECT e.id AS entry
        FROM entries_entry e
        WHERE e.state = 'deferred' AND NOT EXISTS (
          SELECT 1 FROM entries_entrychange c WHERE c.entry_id = e.id
            AND c.state = 'done' AND c.kind IN ('deferral', 'cancellation'))
        """,
    ),
    Promise(
        "one_follower",
        "An entry is followed by one entry alive at most.",
        f"""
        SELECT previous_id AS entry, min(id) AS follower, max(id) AS other
        FROM entries_entry
        WHERE previous_id IS NOT NULL AND state IN {ALIVE}
        GROUP BY previous_id HAVING count(*) > 1
        """,  # noqa: S608  -- a constant of this module
    ),
)

WAITING = (
    Promise(
        "waitlist_order",
        "Nobody is offered a place while somebody who joined earlier waits for the same race.",
        """
        SELECT first.pool_id AS pool, first.id AS waiting, later.id AS offered
        FROM entries_waitlistplace later
        JOIN entries_waitlistplace first
          ON first.race_id = later.race_id AND first.state = 'waiting'
          AND (first.joined_at < later.joined_at
               OR (first.joined_at = later.joined_at AND first.id < later.id))
        WHERE later.state = 'offered'
        """,
    ),
    Promise(
        "an_offer_is_held",
        "An offer to the waitlist keeps places for all its heads.",
        f"""
        SELECT w.id AS waitlist_place, w.heads AS heads, coalesce(kept.heads, 0) AS held
        FROM entries_waitlistplace w
        LEFT JOIN (
          SELECT order_id, count(*) AS heads FROM entries_entry
          WHERE state IN {ALIVE} GROUP BY order_id
        ) kept ON kept.order_id = w.order_id
        JOIN entries_order o ON o.id = w.order_id
        WHERE w.state = 'offered' AND o.state <> 'expired' AND coalesce(kept.heads, 0) < w.heads
        """,  # noqa: S608  -- a constant of this module
    ),
    Promise(
        "resale_stands",
        "An entry is offered while its resale is open, or until its owner chose after a calling.",
        """
        SELECT e.id AS entry, e.state AS entry_state, NULL AS resale
        FROM entries_entry e
        WHERE e.state = 'offered' AND NOT EXISTS (
          SELECT 1 FROM entries_resale r WHERE r.entry_id = e.id AND r.state = 'offered')
        AND NOT EXISTS (
          SELECT 1 FROM entries_choice c WHERE c.entry_id = e.id AND c.done_at IS NULL)
        UNION ALL
        SELECT e.id, e.state, r.id
        FROM entries_resale r JOIN entries_entry e ON e.id = r.entry_id
        WHERE r.state = 'offered' AND e.state <> 'offered'
        """,
    ),
    Promise(
        "resold_once",
        "A resold place has left its seller and has a buyer who is another entry.",
        f"""
        SELECT r.id AS resale, r.entry_id AS entry, r.buyer_id AS buyer
        FROM entries_resale r JOIN entries_entry e ON e.id = r.entry_id
        WHERE r.state = 'sold'
          AND (r.buyer_id IS NULL OR r.buyer_id = r.entry_id OR e.state IN {ALIVE})
        """,  # noqa: S608  -- a constant of this module
    ),
)
