# What a begin block writes; scripts called and dot-sourced with common parameters.
function Three { begin { 'b' } process { "p$_" } end { 'e' } }
(1 | Three | Select-Object -First 2) -join ' '	# expect: b p1
(1 | Three | ForEach-Object -Begin { 'B' } { "[$_]" } -End { 'E' }) -join ' '	# expect: B [b] [p1] [e] E
(1 | Three | Three) -join ' '	# expect: b pb pp1 pe e
(1 | Three | Out-String -Stream) -join ' '	# expect: b p1 e
([pscustomobject]@{ A = 1 } | ConvertTo-Html -Title T | Select-Object -Last 3) -join '|'	# expect: <tr><td>1</td></tr>|</table>|</body></html>
([pscustomobject]@{ A = 1 } | ConvertTo-Html -Title T | Where-Object { $_ -like '*title*' })	# expect: <title>T</title>
$script = [IO.Path]::GetTempFileName() + '.ps1'
@'
[CmdletBinding(SupportsShouldProcess)] param([string]$Name)
"$($PSCmdlet -ne $null) $WhatIfPreference $VerbosePreference $($PSBoundParameters.Keys -join ',')"
'@ | Set-Content $script
& $script -Name x -WhatIf	# expect: True True SilentlyContinue Name,WhatIf
. $script -Name x -Verbose	# expect: True False Continue Name,Verbose
"$WhatIfPreference $VerbosePreference"	# expect: False SilentlyContinue
[string]::Join(',', [Collections.Generic.List[object]]@(1, 'a'))	# expect: 1,a
Remove-Item $script
