"""Everything that changes payments, refunds, accounts and the ledger."""
