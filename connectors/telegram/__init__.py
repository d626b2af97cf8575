"""Telegram: what happens there becomes events, what is due there becomes messages. No more."""
