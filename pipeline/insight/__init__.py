"""What the views say, in plain sentences."""
