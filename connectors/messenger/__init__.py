"""What all messengers share: how a talk looks in a chat, what people do there, and delivery."""
