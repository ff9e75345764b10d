"""Words, numbers, units and sentences of each language; the only place that knows alphabets."""
