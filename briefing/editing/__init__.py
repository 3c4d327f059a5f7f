"""For those who write records: schemas for their editors, a record's first file, another id, one layout for all files."""
