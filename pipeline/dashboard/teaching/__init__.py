"""Teaching the codebook on the Themes page."""
