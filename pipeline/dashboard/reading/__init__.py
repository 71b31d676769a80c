"""What a second reader and the user read in the texts, on the pages."""
