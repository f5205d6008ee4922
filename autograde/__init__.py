"""The build of the course, and the autograder that marks what students hand in."""
