# Progress is drawn on a terminal alone; what a script sets of the window; -NoExit.
Write-Progress -Activity 'Moving' -Status 'anna' -PercentComplete 50
'plain'	# expect: plain
$hmsh = (Get-Process -Id $PID).Path
Set-Content bar.ps1 "Write-Progress -Activity 'Moving' -Status 'anna' -PercentComplete 50; Write-Progress -Activity 'Moving' -Completed; `$Host.UI.RawUI.WindowTitle = 'Mail'"
$seen = script -qec "$hmsh -NoProfile -File bar.ps1" /dev/null
@($seen -match 'Moving.*anna').Count	# expect: 1
$Host.UI.RawUI.WindowTitle = 'Title'; $Host.UI.RawUI.WindowTitle	# expect: Title
$Host.UI.RawUI.ForegroundColor = 'Red'; $Host.UI.RawUI.ForegroundColor	# expect: Red
$r = [System.Management.Automation.ProgressRecord]::new(1, 'a', 'b'); "$($r.PercentComplete) $($r.RecordType)"	# expect: -1 Processing
$Host.UI.WriteProgress(1, $r)
'"typed $x"' | & $hmsh -NoProfile -NoExit -Command '$x = 5; "first"'
# expect: first
# expect: typed 5
