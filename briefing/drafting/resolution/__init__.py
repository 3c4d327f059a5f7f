"""Which record a name, a pronoun or a role in a text stands for."""
