"""The core: conversations, handover, keys and accounts, without web, Rasa or Telegram."""
