"""Who of a team is there, who will be, and within what time somebody must have answered."""
