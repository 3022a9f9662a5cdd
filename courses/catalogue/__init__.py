"""What can be learned, who has to, and what each has done: courses, assignments, progress, completion."""
