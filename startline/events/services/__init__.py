"""Everything that changes what is on offer. One public function is one transaction."""
