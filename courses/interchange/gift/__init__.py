"""GIFT, the plain text that Moodle and many others read and write questions in."""
