"""The confined process that understands messages and leads talks; keeps nothing, knows no key."""
