"""Which words are whose: quotations and their speakers' words."""
