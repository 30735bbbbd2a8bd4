"""What is known: how jobs and backups stand, and how much waits in the queue."""
