"""Stories over several rooms, one function each."""
