"""
From an LMS's bulk download to `submitted/<learner>/<assignment>/`.

- `archive` opens the zip and refuses what no submission needs: bombs, links, paths that lead out;
- `senders` reads in a file's name who handed it in, as Canvas and Moodle write it;
- `sorting` finds for each learner the notebook and the answers, and says what it could not place;
- `placing` puts a submission in its place, whole or not at all, and never over a newer one.

Of a submission only the notebook and `answers.json` are taken, because grading reads no other
file. They get the names that the course gives them, so no name out of a zip reaches the disk.
"""
