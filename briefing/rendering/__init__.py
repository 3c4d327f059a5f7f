"""The corpus becomes pages and files: the bytes of the site."""
