"""Measurements of searchsvc on real articles, beside its targets and beside stock Whoosh."""
