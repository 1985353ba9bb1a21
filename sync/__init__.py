"""Keeps the action items of postmortems and the tickets of a tracker in step.

One connector reads postmortems, another reads tickets. `plan` compares them and returns a list of actions, touching
nothing. `limits` may refuse them. `apply` carries them out, tickets first, then documents, and records each in the
journal. Run it twice, and the second run has nothing to do. Start reading at `sync.run`.
"""
