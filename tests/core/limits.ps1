# What is too large or too deep is an error that can be caught, and what was there stays.
function Problem([scriptblock] $block) {
	try { $null = & $block; 'no error' } catch { $_.Exception.GetBaseException().GetType().Name }
}

Problem { 'x' * 2147483647 } # expect: OutOfMemoryException
Problem { 'x'.PadLeft(2147483647) } # expect: OutOfMemoryException
Problem { [string]::new('x', 2147483647) } # expect: OutOfMemoryException
Problem { @(1) * 2147483647 } # expect: OutOfMemoryException
Problem { [System.Text.StringBuilder]::new().Append([char]'a', 2147483647) } # expect: OutOfMemoryException
$s = 'ab'
try { $s -= 'x' } catch { $s } # expect: ab

function Nest { Nest }
Problem { Nest } # expect: ScriptCallDepthException
function Check-Deep { param([ValidateScript({ $script:n++; if ($n -lt 300) { Check-Deep 1 } else { $true } })] $x) 'deep' }
Check-Deep 1 # expect: deep
class Chain { [Chain] $next = [Chain]::new() }
Problem { [Chain]::new() } # expect: ScriptCallDepthException
Invoke-Expression ('function Many { param(' + ((1..498 | ForEach-Object { "`$p$_" }) -join ', ') + ') $p498 }; Many -p498 7') # expect: 7
Problem { Invoke-Expression ('function More { param(' + ((1..5000 | ForEach-Object { "`$p$_" }) -join ', ') + ') }; More -p1 7') } # expect: MetadataException
