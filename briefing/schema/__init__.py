"""What may be written: fields, kinds, vocabulary, dates, configuration."""
