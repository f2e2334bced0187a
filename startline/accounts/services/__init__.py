"""Everything that changes people, organizers, roles and the audit trail."""
