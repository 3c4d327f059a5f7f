"""The grammar of news prose: verbs of speech, noun phrases, names, time expressions."""
