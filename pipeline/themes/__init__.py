"""Feedback text becomes themes, with the exact words and a polarity."""
