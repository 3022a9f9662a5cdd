"""What is learned: courses, quizzes, practice, classes, and the records that come of them."""
