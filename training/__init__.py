"""Trains the model that proposes themes where the codebook has no words for them; not part of what is installed."""
