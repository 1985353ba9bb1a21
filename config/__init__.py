"""What the user wrote: settings as typed values, and their problems in words."""
