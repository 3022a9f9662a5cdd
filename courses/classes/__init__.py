"""Classes (线下培训): their seats, and the roster that the teacher keeps. The roster holds no times."""
