"""What `pm-sync doctor` looks at: one module for each area, none of which writes anything."""
