"""What can be done: queueing what is due, running it, and writing down backups."""
