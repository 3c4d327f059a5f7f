"""The preview: a project held in memory, shown to this machine's browsers, which are told of every save."""
