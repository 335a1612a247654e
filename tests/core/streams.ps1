# Write-Host and what stands between a stream and the console; $input; modules as objects.
Write-Host 'a', 'b' 3 -Separator '-'	# expect: a-b-3
Write-Host x -NoNewline; Write-Host y	# expect: xy
Write-Host gone 6>$null
Write-Host gone -InformationAction Ignore
$r = Write-Host text -ForegroundColor Red 6>&1
"$($r.GetType().Name) $r $($r.MessageData.ForegroundColor) $($r.Tags)"	# expect: InformationRecord text Red PSHOST
function Ask { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('a description', 'sure?', 'caption')) { 'did' } }
Ask -WhatIf	# expect: What if: a description
function Twice { "$(@($input).Count) $(@($input).Count)"; $input.Reset(); "$($input.MoveNext()) $($input.Current)" }
1, 2 | Twice
# expect: 2 0
# expect: True 1
$m = New-Module -Name Box { $size = 4; function Get-Size { $size }; function Hidden { 'inside' }; Export-ModuleMember Get-Size -Variable size }
& $m { $size }	# expect: 4
& $m Hidden	# expect: inside
& $m { param($n) $script:size = $n } 9; Get-Size	# expect: 9
"$m $($m.GetType().Name) $($m.ExportedFunctions.Keys)"	# expect: Box PSModuleInfo Get-Size
$m.Invoke({ $size + $args[0] }, 1)	# expect: 10
$o = $m.AsCustomObject(); $o.size = 7; "$($o.size) $(Get-Size)"	# expect: 7 7
