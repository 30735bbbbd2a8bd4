"""Running the installation: the schedule, the outbox, the organisation, retention and the audit."""
