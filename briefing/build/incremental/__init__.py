"""What one build remembers for the next, and how a change is detected."""
