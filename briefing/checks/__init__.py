"""What may be wrong, unwise or unverified in a project's content."""
