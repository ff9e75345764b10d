"""Rules: sentences to chunks to facts. A rule is a spaCy Matcher pattern and a pure function."""
