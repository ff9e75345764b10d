"""Times: dates, relative times, durations, ages, frequencies."""
