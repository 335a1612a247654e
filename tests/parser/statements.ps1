if ($a) { 1 } elseif ($b) { 2 }
else { 3 }
:outer foreach ($i in 1..3) { :inner while ($true) { break outer; continue } }
for ($i = 0; $i -lt 3; $i++) { $i }
for (;;) { break }
do { 1 } while ($x)
do { 1 }
until ($x)
switch -Regex -CaseSensitive ($x) { '^a' { 1 } { $_ -gt 1 } { 2 } abc { 3 } 5 { } default { 4 } }
switch -File $path { x { 1 } }
try { 1 } catch [A], [B.C] { 2 } catch { 3 } finally { 4 }
trap [X] { continue }
data Strings { 'a' }
$a, $b = 1, 2
$x = if (1) { 2 } else { 3 }
$x = $y = foreach ($i in 1) { $i }
$x += 1; $x ??= 2; [int]$n = 5
throw 'x'
return
exit 3
f && g || h
f &
process
