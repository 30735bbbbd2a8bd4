"""What is true of jobs without a database: when they are due, and when their silence is a fault."""
