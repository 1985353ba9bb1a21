"""Messages to whatever Apprise reaches: Slack, Teams, e-mail and a hundred more (https://github.com/caronc/apprise)."""
