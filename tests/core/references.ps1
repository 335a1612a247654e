# References, keys that are numbers, members behind .psbase, intrinsic methods.
$n = 3; $r = [ref]$n; $r.Value = 5; $n				# expect: 5
function Add-Two([ref]$x) { $x.Value += 2 }
Add-Two ([ref]$n); $n						# expect: 7
function Pass-On([ref]$y) { Add-Two $y }; Pass-On ([ref]$n); $n	# expect: 9
[int]$typed = 5; $t = [ref]$typed; $t.Value = '7'; $typed.GetType().Name	# expect: Int32
try { $t.Value = 'x' } catch { 'refused' }			# expect: refused
$own = [ref]'abc'; $own.Value = 4; $own.Value			# expect: 4
try { [int]::TryParse('1', [ref]$nowhere) } catch { $_.FullyQualifiedErrorId }	# expect: NonExistingVariableReference
$h = @{}; $h.1 = 'a'; "$($h[1])|$($h['1'])|$($h.1)"		# expect: a||a
$k = 2; $h.$k = 'b'; $h[2]					# expect: b
$h.Count = 9; "$($h.Count) $($h.psbase.Count)"			# expect: 9 3
@{ a = 1 }.Length						# expect: 1
(1, 2).ForEach({ $args[0] + $_ }, 10) -join ' '			# expect: 11 12
(1, 2, 3).Where({ $_ -gt 1 }).ForEach({ $_ * 2 }) -join ' '	# expect: 4 6
@($null.Where({ $true })).Count					# expect: 0
try { (1, 2).ForEach() } catch { $_.FullyQualifiedErrorId }	# expect: MethodCountCouldNotFindBest
try { 'abc'.Chars(3) } catch { $_.FullyQualifiedErrorId }	# expect: ExceptionWhenGetting
([xml]'<a><b></b><c/></a>').OuterXml				# expect: <a><b></b><c /></a>
$x = [xml]'<a><b k="1">x</b></a>'; $x.a.b.'#text' = 'y'; $x.OuterXml	# expect: <a><b k="1">y</b></a>
"$x"								# expect: System.Xml.XmlDocument

# $null, $true and $false are constants, wherever a variable may stand.
"a $null b $true c $false d ${null} e"		# expect: a  b True c False d  e
[int]::TryParse('5', [ref]$null)			# expect: True
([ref]$null).Value -eq $null			# expect: True
([ref]$true).Value				# expect: True
