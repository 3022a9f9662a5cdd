"""Documents behind numbers, and the number series of the establishment offices."""
