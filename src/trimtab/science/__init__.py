"""What is known about memory and about figures. Pure: no framework, no clock, no dice."""
