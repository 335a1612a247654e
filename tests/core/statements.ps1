# $? is of the last pipeline; what a function does inside does not count, an expression succeeds
function Inner { Get-Item /nope -ErrorAction SilentlyContinue }
Inner; "$?"	# expect: True
$x = Get-Item /nope -ErrorAction SilentlyContinue; "$?"	# expect: False
(Get-Item /nope -ErrorAction SilentlyContinue); "$?"	# expect: False
$x = (Get-Item /nope -ErrorAction SilentlyContinue), 1; "$?"	# expect: True
/bin/false; "$?"	# expect: False
/bin/false
1 && 'both'	# expect: 1
	# expect: both
Write-Error x 2>$null; $first = $?; "$first $?"	# expect: False True
# $foreach and $switch are moved on by the body
foreach ($n in 1..5) { if ($n -eq 2) { $null = $foreach.MoveNext(); "skipped $($foreach.Current)" } else { $n } }	# expect: 1
	# expect: skipped 3
	# expect: 4
	# expect: 5
"[$foreach]"	# expect: []
switch -Regex ('a', '-x', 'b', 'c') { '^-' { $null = $switch.MoveNext(); "$_ $($switch.Current)" } default { $_ } }	# expect: a
	# expect: -x b
	# expect: c
# Streams merged go where the output goes
& { 'a'; Write-Warning 'b' } 3>&1 > both.txt
(Get-Content both.txt) -join ' '	# expect: a b
try { & '' } catch { $_.FullyQualifiedErrorId }	# expect: BadExpression
