"""Talks in messengers: whose chat it is, and what is due to it. None of it knows which it is."""
