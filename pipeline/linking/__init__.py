"""Linking: facts to facts with case, subject, assertion and moment."""
