# Start-Transcript and Stop-Transcript.
Start-Transcript log.txt | ForEach-Object { $_ -replace '/.*/' }	# expect: Transcript started, output file is log.txt
'output'	# expect: output
Write-Host "`e[31mred`e[0m"	# expect: [31mred[0m
Write-Warning 'careful'	# expect: WARNING: careful
[pscustomobject]@{ A = 1 } | Format-List
# expect:
# expect: A : 1
# expect:
Write-Error 'bad' -ErrorAction Continue
Stop-Transcript | ForEach-Object { $_ -replace '/.*/' }	# expect: Transcript stopped, output file is log.txt
$log = Get-Content log.txt
$log[1]	# expect: PowerShell transcript start
"$($log -contains 'output') $($log -contains 'red') $($log -contains 'WARNING: careful') $(@($log -match 'bad$').Count)"	# expect: True True True 1
$log[-2] -match '^End time: \d{14}$'	# expect: True
try { Stop-Transcript } catch { "$_ $($_.FullyQualifiedErrorId)" }	# expect: An error occurred stopping transcription: The host is not currently transcribing. InvalidOperation,Microsoft.PowerShell.Commands.StopTranscriptCommand
try { Start-Transcript log.txt -NoClobber } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: NoClobber
$null = Start-Transcript log.txt -Append -UseMinimalHeader; 'more'; $null = Stop-Transcript	# expect: more
(Get-Content log.txt).Count -gt $log.Count	# expect: True
$null = Start-Transcript -OutputDirectory logs; $null = Stop-Transcript; (Get-ChildItem logs).Name -match '^PowerShell_transcript\.'	# expect: True
