"""The picture of a class: one HTML page that says what to teach again, and to whom."""
