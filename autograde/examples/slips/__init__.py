"""Wrong answers, as students write them; what is wrong is said in `autograde.examples.students`."""
