"""What a message is about, how urgent it is and who writes: own linear models, no network."""
