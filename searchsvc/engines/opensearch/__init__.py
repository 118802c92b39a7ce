"""The engine beyond one machine: an OpenSearch cluster keeps and searches the index."""
