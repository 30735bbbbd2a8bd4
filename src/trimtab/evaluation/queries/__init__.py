"""What the room evaluation reads.

Nothing is imported here: the aggregations (`analytics`) run where no Django is set up.
"""
