"""The example class: twelve students, what each hands in, and what each must score."""
