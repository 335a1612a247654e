1 = 2; $a, 3 = 4
$c, $d += 1
[void]$e = 1
function f([void]$g, $h, $H) { 1 }
@{ 1 = 'a'; '1' = 'b'; 0x1 = 'c' }
try { } catch { } catch [Exception] { }
(2)++; --$i[0]; [ordered]$j
function k($l) { param($m) }
function n() { param($o, $o) }
