"""A new postmortem as text: what it is called, where it goes, and what its template becomes. Reads and writes no file."""
