"""The decisions of the dialogue, as Rasa custom actions.

Rasa's rules choose one action per message (data/rules); what the action says follows from the
slots and from what was understood. Nothing here keeps a conversation, opens a file or a socket, so
the same classes run in the engine's own process and under `rasa run actions`.
"""
