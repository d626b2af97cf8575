"""Who works here: keys, factors, teams, invitations. Logging in itself is `bot.login`."""
