"""Makes nbgrader's own commands work from this folder, as they are.

    nbgrader generate_assignment 01_perceptron     students' notebooks, into ../course/
    nbgrader autograde 01_perceptron               marks submitted/<student>/01_perceptron/
    nbgrader generate_feedback 01_perceptron       writes feedback/
    nbgrader export                                writes grades.csv

NEURONA_LANGUAGE=es makes the first of them write the Spanish notebooks. Submissions may be in
any language, whatever it says.
"""

import os
import sys

from autograde.build.course import SOURCE_LANGUAGE
from autograde.grading.secret import course_secret
from autograde.grading.settings import LANGUAGE_VARIABLE, configure, find_own_programs

find_own_programs()
course_secret(say=lambda message: print(message, file=sys.stderr))
# nbgrader puts get_config here.
configure(get_config(), os.environ.get(LANGUAGE_VARIABLE) or SOURCE_LANGUAGE)  # noqa: F821
