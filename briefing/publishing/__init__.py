"""A finished site becomes what readers see: checked against its list of sums, then put in place all at once."""
