"""Reminders: who is told of what is overdue, through which channel, and never twice for the same thing."""
