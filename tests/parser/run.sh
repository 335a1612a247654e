#!/bin/bash
# hmsh -Check: the cases here give their errors (.err) or none; every script in valid/, the examples and the
# cases of the language parse in each encoding and with each line end that a script file may come in.
hmsh=$(realpath "${HMSH:-./shell/hmsh}")
cd "$(dirname "$0")" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0 count=0

fail()
{
	failures=$((failures + 1))
	echo "FAILED $1"
	sed 's/^/    /' "$2" | head -20
}

# check STATUS FILE...: what it prints goes to $work/seen.
check()
{
	local wanted=$1

	shift
	count=$((count + 1))
	"$hmsh" -Check "$@" >"$work/seen" 2>&1
	[ $? -eq "$wanted" ]
}

for case in *.ps1; do
	wanted=${case%.ps1}.err
	if [ ! -f "$wanted" ]; then
		check 0 "$case" || fail "$case" "$work/seen"
		continue
	fi
	sed -E 's/^([0-9]+:[0-9]+) (\w+)( \(incomplete\))?: (.*)$/'"$case"':\1: \4 (\2)/' "$wanted" >"$work/wanted"
	check 1 "$case" && diff "$work/wanted" "$work/seen" >"$work/diff" || fail "$case" "$work/diff"
done

valid=(valid/*.ps1 valid/*.psm1 valid/*.psd1 ../../examples/*.ps1 ../core/*.ps1)
mkdir "$work"/{utf8,utf8bom,utf16le,utf16be,windows1252}
for script in "${valid[@]}"; do
	name=$(basename "$script")
	sed 's/$/\r/' "$script" >"$work/utf8/$name"
	{ printf '\xEF\xBB\xBF'; cat "$script"; } >"$work/utf8bom/$name"
	{ printf '\xFF\xFE'; iconv -f UTF-8 -t UTF-16LE "$script"; } >"$work/utf16le/$name"
	{ printf '\xFE\xFF'; sed 's/$/\r/' "$script" | iconv -f UTF-8 -t UTF-16BE; } >"$work/utf16be/$name"
	iconv -f UTF-8 -t WINDOWS-1252 "$script" >"$work/windows1252/$name" 2>/dev/null ||
		rm "$work/windows1252/$name"
done
for set in "${valid[*]}" "$work"/{utf8,utf8bom,utf16le,utf16be,windows1252}; do
	[ -d "$set" ] && files=("$set"/*) || files=("${valid[@]}")
	check 0 "${files[@]}" || fail "valid scripts, $(basename "${set%% *}")" "$work/seen"
done

# Several files: every error is told, and the status is of the worst.
printf 'if (1) {\n' >"$work/a.ps1"
printf '1\n"x" +' >"$work/b.ps1"
check 1 "$work/a.ps1" valid/grammar.ps1 - <"$work/b.ps1"
cat >"$work/wanted" <<END
$work/a.ps1:1:8: Missing closing '}' in statement block or type definition. (MissingEndCurlyBrace)
<stdin>:2:6: You must provide a value expression following the '+' operator. (ExpectedValueExpression)
END
diff "$work/wanted" "$work/seen" >"$work/diff" || fail "several files" "$work/diff"
check 66 "$work/none.ps1" "$work/a.ps1" || fail "a file that is not there" "$work/seen"

echo "$((count - failures)) passed, $failures failed"
exit $((failures != 0))
