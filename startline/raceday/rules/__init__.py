"""The pure rules of race week: numbers, scans, answers, layouts."""
