#!/bin/bash
# The recorded cases of a real PowerShell 7.6: scripts with their output, and expressions with their
# value or error. Prints the score of each area, and fails when one of the two totals is below the one recorded in
# `recorded` beside this file (raise it with every gain).
#	tests/conformance/check.sh PATH/TO/hmsh
hmsh=$(realpath "${1:?the shell to score}") || exit 1
cd "$(dirname "$0")" || exit 1
. ./recorded
python3 run "$hmsh" . -q | tee /tmp/hmsh-scripts.$$
python3 score "$hmsh" matrix -d 0 -t 20 | grep -v '^!' | tee /tmp/hmsh-matrix.$$
got_scripts=$(sed -n 's/^\([0-9]*\) passed, .*/\1/p' /tmp/hmsh-scripts.$$)
got_matrix=$(awk '$1 == "all" { print $2 }' /tmp/hmsh-matrix.$$)
rm -f /tmp/hmsh-scripts.$$ /tmp/hmsh-matrix.$$
status=0
[ "${got_scripts:-0}" -ge "$scripts" ] || { echo "the scripts' score dropped: ${got_scripts:-0}, recorded $scripts"; status=1; }
[ "${got_matrix:-0}" -ge "$matrix" ] || { echo "the expressions' score dropped: ${got_matrix:-0}, recorded $matrix"; status=1; }
exit $status
