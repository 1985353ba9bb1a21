"""What a good reviewer would say of a postmortem: rules with a name, a reason and a source, each a pure function of one document."""
