"""What a course figure shows, chosen from a case before anything is drawn, a file a part."""
