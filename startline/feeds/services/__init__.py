<<<<<<< HEAD
"""Everything that brings listings in and decides which of them are one race."""
=======
"""Everything that changes what is known from feeds. One public function is one transaction."""
>>>>>>> event
