"""Everything that changes orders and entries. One public function is one transaction."""
