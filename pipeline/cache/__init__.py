"""What was read and extracted before, by content and by who made it: a change of rules reads no PDF again."""
