"""Pure decisions about money: what providers say, bank references, the ledger."""
