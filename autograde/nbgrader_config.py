"""Makes nbgrader's own commands work from this folder, as they are.

    nbgrader generate_assignment 01_perceptron     students' notebooks, into ../course/
    nbgrader autograde 01_perceptron               marks submitted/<student>/01_perceptron/
    nbgrader generate_feedback 01_perceptron       writes feedback/
    nbgrader export                                writes grades.csv
    nbgrader export --exporter=autograde.exporting.CanvasExporter      or MoodleExporter

NEURONA_LANGUAGE=es makes the first of them write the Spanish notebooks. Submissions may be in
any language, whatever it says.

What lateness costs is said at the end of this file; `autograde grade` reads it, too. A submission
is late if it came after the assignment's due date, which

    autograde grade … --due "01_perceptron=2026-03-01 23:59 Europe/Madrid"
    nbgrader db assignment add 01_perceptron --duedate="2026-03-01 22:59 UTC"

or formgrader sets, extensions counted. When it came is in timestamp.txt beside the notebook, where
`autograde import` puts what the download tells. Marks stay as they are; nbgrader keeps the penalty
beside them, and what is exported is the difference. Mark again after you changed marks by hand, so
that the penalty follows them.
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

# Where the sandbox is weak, that is said, and submissions are marked. To mark none instead:
#
# c = get_config()
# c.JudgeOutside.require_sandbox = True
#
# Late work costs nothing, unless you choose one of these (without the "# "):
#
# c = get_config()
# c.LateSubmissionPlugin.penalty_method = "zero"  # nbgrader's own: late work earns no points
#
# c.AssignLatePenalties.plugin_class = "autograde.grading.late_plugin.PerDay"
# c.PerDay.share_per_day = 0.1  # of the points that were earned, for each day that is begun
# c.PerDay.most = 0.5  # no more than this share
# c.PerDay.grace_minutes = 15
#
# or a class of your own: see "Customizing how late submissions are penalized" in nbgrader's docs.
