"""Pages as data for programs: JSON documents and JSON-LD."""
