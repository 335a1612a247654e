#!/bin/bash
# What no compiler checks:
#
#   - includes point down only: a layer includes itself and the layers that its row names;
#   - base names of sources are unique, so that a backtrace needs no folder;
#   - a source opens with a comment on its idea, and has at most 1000 lines;
#   - a cmdlet of hosting names its module;
#   - every cmdlet has a synopsis and an approved verb, every parameter a help text (help.ps1).
#
# What is let pass is a row of `exceptions`, with its reason.
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
cd "$(dirname "$0")/../.." || exit 1

# A layer, and those below it that it may know. `render` and `cmdlets` do not know each other.
layers='
lib
parser lib
state lib
render state lib
cmdlets state lib
shell cmdlets state parser lib
'

# RULE SUBJECT REASON. Subjects: FILE:INCLUDED of include, a base name of name, a file of length.
exceptions='
'

# Two files of data, then the sources; prints a line per violation, and how much was looked at.
check_sources()
{
	find lib parser state render cmdlets shell -name '*.[ch]' ! -name '*_registry.c' |
		LC_ALL=C sort | xargs awk '
		function violation(rule, subject, text)
		{
			if (!((rule " " subject) in excepted))
				print text
		}
		function ends()
		{
			if (lines > 1000)
				violation("length", file, file ":1000: it has " lines " lines: it holds two ideas")
		}
		FILENAME == ARGV[1] { may[$1, $1] = 1; for (i = 2; i <= NF; i++) may[$1, $i] = 1; next }
		FILENAME == ARGV[2] { excepted[$1 " " $2] = 1; next }
		FNR == 1 {
			ends()
			file = FILENAME
			layer = base = file
			sub(/\/.*/, "", layer)
			sub(/.*\//, "", base)
			if (base in seen)
				violation("name", base, file ":1: " seen[base] " has this base name too")
			seen[base] = file
			if (!/^\/\*/)
				violation("comment", file, file ":1: no comment on its idea")
		}
		{ lines = FNR }
		/^CMDLET\(/ { cmdlet = FNR; placed = 0 }
		/\.module = / { placed = 1 }
		cmdlet && /^};/ {
			if (!placed && file ~ /^cmdlets\/hosting\//)
				violation("module", file, file ":" cmdlet ": the cmdlet names no module")
			cmdlet = 0
		}
		/^[ \t]*#[ \t]*include[ \t]*"/ {
			split($0, part, "\"")
			of = part[2]
			sub(/\/.*/, "", of)
			if (part[2] != "config.h" && !((layer, of) in may))
				violation("include", file ":" part[2], file ":" FNR ": " layer " must not include " part[2])
			includes++
		}
		END { ends(); if (!includes) print "tests/lint/run.sh:1: no includes were found" }
		' <(printf '%s' "$layers") <(printf '%s' "$exceptions")
}

check_help()
{
	local work

	work=$(mktemp -d)
	"$hmsh" -NoProfile -NonInteractive -State "$work" -File tests/lint/help.ps1 2>&1 </dev/null
	rm -rf "$work"
}

violations=$(check_sources; check_help)
[ -n "$violations" ] || exit 0
sed 's/^/FAILED /' <<<"$violations"
exit 1
