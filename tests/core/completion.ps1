# What Tab offers: from the text, from the session, by the tables.
function Complete([string]$Line) { (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText -join ' ' }
class ZqA { [string]$Name; static [int]$Zn; [string] Hello([int]$x) { return '' } hidden [int]$H }
$zqMap = @{ alpha = 1; 'two words' = 2 }
Complete '[ZqA]::'			# expect: Zn Equals( new( ReferenceEquals(
Complete '[ZqA]@{ '			# expect: Name
Complete '$zqMap["tw'			# expect: 'two words'
Complete 'Get-ChildItem @zqM'		# expect: @zqMap
Complete '$x = [pscustomobject]@{ Foo = 1; Bar = 2 }; $x.B'	# expect: Bar
Complete 'foreach ($f in Get-ChildItem) { $f.FullN'	# expect: FullName
Complete 'try { 1 } catch { $_.Exc'	# expect: Exception
Complete '(Get-Date).AddDays(1).DayOfW'	# expect: DayOfWeek
Complete '@(1, 2).Wh'			# expect: Where(
Complete '[CmdletBinding(SupportsS'	# expect: SupportsShouldProcess
Complete '[System.Te'			# expect: System.Text
Complete 'using namespace System.Te'	# expect: System.Text
Complete 'Get-Mailbox | Select-Object DisplayN'	# expect: DisplayName
Complete 'Get-Verb -Verb Conv'		# expect: Convert ConvertFrom ConvertTo
Complete 'Get-Content -Encoding utf8'	# expect: utf8 utf8BOM utf8NoBOM
Complete '$zqLater = 1; $zqL'		# expect: $zqLater
function f { param([bool]$On, [string[]]$Tags) }
Complete 'f -On '			# expect: $true $false
(TabExpansion2 '$s = @{ T }; f @s' 9).CompletionMatches.CompletionText	# expect: Tags
@(Complete '.').Count			# expect: 1
$zqAll = [pscustomobject]@{ Items = @([pscustomobject]@{ ZqDeep = 1 }) }
Complete '$zqAll | % { $_.Items | ? { $_.ZqD'	# expect: ZqDeep
# Whatever is typed, wherever the cursor is.
foreach ($t in '[S', '[System.Collections.Generic.', '../', '$', '@', '"$(', '@{', '{', '$a[', '::', "<#`n.", '& ', 'if (', 'class X { ', 'param(', 'using module ', '${', 'Get-Item -Path:', '1..', '$_.', "@'`n", '-', '$é', "`0", '@{a=@{b=', '[a[b[c', '$a[$b[', '(((((', '}}}}', ')))', 'switch ($_.x) { { $_.') {
	for ($k = 0; $k -le $t.Length; $k++) { $null = TabExpansion2 $t $k }
}
'all typed'				# expect: all typed
