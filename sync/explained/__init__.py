"""Why an item is as it is: everything that is known of one, as a value, for whoever asks with `pm-sync explain`."""
