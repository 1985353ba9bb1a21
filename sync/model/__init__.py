"""The nouns: postmortem, action item, ticket, action, plan. Plain frozen values without behaviour of the outside world."""
