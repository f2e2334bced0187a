"""Everything that changes what is known from feeds. One public function is one transaction."""
