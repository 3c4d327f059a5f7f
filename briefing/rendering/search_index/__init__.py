"""What is searched, and the index of it."""
