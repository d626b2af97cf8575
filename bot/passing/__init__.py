"""Who else may read a talk: proposals and consent, dossiers, exports, and who is kept out of it."""
