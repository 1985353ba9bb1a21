"""What became of the action items: which are open, since when, whose, and what a person has to look at."""
