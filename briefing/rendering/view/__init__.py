"""What pages see of the corpus, with a record of what each has read."""
