"""What must be true of money: payments, refunds and the ledger against orders and their lines.

What an order owes is the sum of its lines (give-backs are negative); what it has is what came in
under its reference less what was given back or is being given back.
"""

from startline.entries.queries.promises import Promise

PAID = """
  SELECT p.reference AS reference, sum(p.received_minor) AS received,
    sum(p.refunded_minor) AS refunded, max(p.received_at) AS received_at
  FROM payments_payment p GROUP BY p.reference
"""
OWED = """
  SELECT l.order_id AS order_id, sum(l.minor) AS minor
  FROM entries_orderline l GROUP BY l.order_id
"""
DISPUTED = """
  SELECT reference, sum(minor) AS minor FROM payments_ledgerline
  WHERE book = 'entrant' AND deed LIKE 'dispute-%%' GROUP BY reference
"""

PAYMENTS = (
    Promise(
        "payment_has_an_order",
        "Every payment is for an order.",
        """
        SELECT p.id AS payment, p.reference AS order_reference
        FROM payments_payment p
        LEFT JOIN entries_order o ON o.reference = p.reference
        WHERE o.id IS NULL
        """,
    ),
    Promise(
        "one_currency",
        "A payment is in the currency of its order, a ledger line in that of its payment.",
        """
        SELECT p.id AS payment, NULL AS ledger_line, p.currency AS currency, o.currency AS wanted
        FROM payments_payment p JOIN entries_order o ON o.reference = p.reference
        WHERE p.currency <> o.currency
        UNION ALL
        SELECT p.id, l.id, l.currency, p.currency
        FROM payments_ledgerline l JOIN payments_payment p ON p.id = l.payment_id
        WHERE l.currency <> p.currency
        """,
    ),
    Promise(
        "confirmed_is_paid",
        "An order with confirmed entries and a price has all its money, or pays on site.",
        f"""
        SELECT o.id AS order_id, o.reference AS order_reference, o.total_minor AS total,
          coalesce(paid.received, 0) AS received
        FROM entries_order o LEFT JOIN ({PAID}) paid ON paid.reference = o.reference
        WHERE o.state = 'settled' AND o.total_minor > 0 AND o.method <> 'on_site'
          AND coalesce(paid.received, 0) < o.total_minor
          AND EXISTS (SELECT 1 FROM entries_entry e
            WHERE e.order_id = o.id AND e.state IN ('confirmed', 'offered'))
        """,  # noqa: S608  -- a constant of this module
    ),
    Promise(
        "paid_has_a_place_or_a_refund",
        "Whoever has paid has a place, had one and gave it up, or is being given the money back.",
        f"""
        SELECT o.id AS order_id, o.reference AS order_reference, o.state AS order_state,
          paid.received AS received, paid.refunded AS refunded
        FROM entries_order o JOIN ({PAID}) paid ON paid.reference = o.reference
        LEFT JOIN ({DISPUTED}) disputed ON disputed.reference = o.reference
        WHERE paid.received - paid.refunded - coalesce(disputed.minor, 0) > 0
          AND NOT EXISTS (SELECT 1 FROM entries_entry e
            WHERE e.order_id = o.id AND e.state NOT IN ('held', 'expired'))
          AND o.state <> 'open' AND paid.received_at <= %(late)s
        """,  # noqa: S608  -- constants of this module
    ),
    Promise(
        "paid_is_settled",
        "An order that waits for money has not got all of it.",
        f"""
        SELECT o.id AS order_id, o.reference AS order_reference, o.total_minor AS total,
          paid.received AS received
        FROM entries_order o JOIN ({PAID}) paid ON paid.reference = o.reference
        WHERE o.state = 'open' AND o.total_minor > 0 AND paid.received >= o.total_minor
          AND paid.received_at <= %(late)s
        """,  # noqa: S608  -- a constant of this module
    ),
    Promise(
        "nobody_got_more_back",
        "An order that is settled has not been given back more than its bill allows.",
        f"""
        SELECT o.id AS order_id, o.reference AS order_reference, owed.minor AS bill,
          paid.received AS received, paid.refunded AS refunded
        FROM entries_order o JOIN ({OWED}) owed ON owed.order_id = o.id
        JOIN ({PAID}) paid ON paid.reference = o.reference
        WHERE o.state = 'settled' AND o.method <> 'on_site' AND paid.refunded > 0
          AND paid.received - paid.refunded < owed.minor
        """,  # noqa: S608  -- constants of this module
    ),
    Promise(
        "lines_make_the_total",
        "What an order cost when it was placed is the sum of the lines made with it.",
        """
        SELECT o.id AS order_id, o.reference AS order_reference, o.total_minor AS total,
          sum(l.minor) AS lines
        FROM entries_order o JOIN entries_orderline l ON l.order_id = o.id
        WHERE o.state IN ('open', 'settled') AND l.kind IN
          ('entry', 'extra', 'donation', 'discount', 'tax', 'fee')
        GROUP BY o.id, o.reference, o.total_minor HAVING sum(l.minor) <> o.total_minor
        """,
    ),
    Promise(
        "no_platform_fee",
        "Startline keeps nothing of any line or payment.",
        """
        SELECT id AS order_line, NULL AS payment, platform_fee_minor AS minor
        FROM entries_orderline WHERE platform_fee_minor <> 0
        UNION ALL
        SELECT NULL, id, platform_fee_minor FROM payments_payment WHERE platform_fee_minor <> 0
        """,
    ),
)

REFUNDS = (
    Promise(
        "refunds_are_claimed",
        "What a payment has given back is the sum of its refunds that have not failed.",
        """
        SELECT p.id AS payment, p.refunded_minor AS refunded, coalesce(r.minor, 0) AS refunds
        FROM payments_payment p
        LEFT JOIN (SELECT payment_id, sum(minor) AS minor FROM payments_refund
          WHERE state <> 'failed' GROUP BY payment_id) r ON r.payment_id = p.id
        WHERE p.refunded_minor <> coalesce(r.minor, 0)
        """,
    ),
    Promise(
        "no_refund_above_what_came",
        "A payment gives back no more than came in.",
        """
        SELECT p.id AS payment, p.received_minor AS received, p.refunded_minor AS refunded
        FROM payments_payment p WHERE p.refunded_minor > p.received_minor
        """,
    ),
    Promise(
        "no_double_refund",
        "A provider's refund stands in one row, and a resale is refunded once.",
        """
        SELECT p.account_id AS account, r.provider_id AS provider_id, min(r.id) AS refund,
          max(r.id) AS other
        FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id
        WHERE r.provider_id <> '' GROUP BY p.account_id, r.provider_id HAVING count(*) > 1
        """,
    ),
    Promise(
        "resold_is_refunded",
        "The seller of a resold place is given back what the resale says.",
        """
        SELECT o.id AS order_id, o.reference AS order_reference, min(s.id) AS resale,
          sum(s.refund_minor) AS promised, coalesce(max(back.minor), 0) AS refunds
        FROM entries_resale s
        JOIN entries_entry e ON e.id = s.entry_id
        JOIN entries_order o ON o.id = e.order_id
        LEFT JOIN (SELECT p.reference AS reference, sum(r.minor) AS minor
          FROM payments_refund r JOIN payments_payment p ON p.id = r.payment_id
          GROUP BY p.reference) back ON back.reference = o.reference
        WHERE s.state = 'sold'
        GROUP BY o.id, o.reference
        HAVING sum(s.refund_minor) > coalesce(max(back.minor), 0)
        """,
    ),
)

LEDGER = (
    Promise(
        "a_deed_sums_to_zero",
        "The ledger lines of a deed sum to zero in one currency.",
        """
        SELECT deed, sum(minor) AS minor, count(*) AS lines, min(id) AS ledger_line
        FROM payments_ledgerline GROUP BY deed
        HAVING sum(minor) <> 0 OR min(currency) <> max(currency) OR count(*) < 2
        """,
    ),
    Promise(
        "an_order_sums_to_zero",
        "The ledger lines of an order sum to zero.",
        """
        SELECT reference AS order_reference, sum(minor) AS minor FROM payments_ledgerline
        GROUP BY reference HAVING sum(minor) <> 0
        """,
    ),
    Promise(
        "the_ledger_has_every_payment",
        "The ledger says of a payment what came, what went back and what the processor kept.",
        """
        SELECT p.id AS payment, p.received_minor AS received, p.fee_minor AS fee,
          coalesce(back.minor, 0) AS refunds_done, coalesce(book.entrant, 0) AS entrant,
          coalesce(book.fee, 0) AS processor_fee
        FROM payments_payment p
        LEFT JOIN (SELECT payment_id, sum(minor) AS minor FROM payments_refund
          WHERE state = 'done' GROUP BY payment_id) back ON back.payment_id = p.id
        LEFT JOIN (SELECT payment_id,
            sum(CASE WHEN book = 'entrant' AND deed NOT LIKE 'dispute-%%' THEN minor END)
              AS entrant,
            sum(CASE WHEN book = 'processor_fee' AND deed LIKE 'fee-%%' THEN minor END) AS fee
          FROM payments_ledgerline GROUP BY payment_id) book ON book.payment_id = p.id
        WHERE coalesce(book.entrant, 0) <> coalesce(back.minor, 0) - p.received_minor
          OR coalesce(book.fee, 0) <> coalesce(p.fee_minor, 0)
        """,
    ),
)
