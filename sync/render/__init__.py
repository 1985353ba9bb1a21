"""How plans, outcomes, items and tickets look: on a terminal, in a pipe, as JSON, as CSV. Decides nothing."""
