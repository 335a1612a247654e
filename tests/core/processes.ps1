# Processes, drives, properties of items.
(Get-Process -Id $PID).Id -eq $PID	# expect: True
try { Get-Process no-such-one -ErrorAction Stop } catch { "$_ $($_.FullyQualifiedErrorId)" }	# expect: Cannot find a process with the name "no-such-one". Verify the process name and call the cmdlet again. NoProcessFoundForGivenName,Microsoft.PowerShell.Commands.GetProcessCommand
$p = Start-Process sh -ArgumentList '-c', '"echo one; exit 3"' -RedirectStandardOutput out.txt -Wait -PassThru
"$($p.HasExited) $($p.ExitCode) $(Get-Content out.txt)"	# expect: True 3 one
Set-Content in.txt 'from a file'
Start-Process cat -RedirectStandardInput in.txt -Wait	# expect: from a file
Start-Process sh -ArgumentList '-c "echo $X$Y"' -Environment @{ X = 1; Y = 2 } -Wait	# expect: 12
$s = Start-Process sleep 60 -PassThru; "$s"	# expect: System.Diagnostics.Process (sleep)
try { Wait-Process -Id $s.Id -Timeout 0 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: ProcessNotTerminated,Microsoft.PowerShell.Commands.WaitProcessCommand
$s | Stop-Process; $s.HasExited	# expect: True
try { Start-Process no-such-program } catch { $_.FullyQualifiedErrorId }	# expect: InvalidOperation,Microsoft.PowerShell.Commands.StartProcessCommand
try { Start-Process ls -Verb Open } catch { "$_" }	# expect: The parameter '-Verb' is not supported for the cmdlet 'Start-Process' on this edition of PowerShell.
[Diagnostics.Process]::GetCurrentProcess().Id -eq $PID	# expect: True
$null = New-Item data -ItemType Directory
Set-Content data/A.txt 'text'
(New-PSDrive Docs FileSystem data).Name	# expect: Docs
Get-Content docs:\a.txt	# expect: text
try { New-PSDrive docs FileSystem data -ErrorAction Stop } catch { "$_" }	# expect: A drive with the name 'docs' already exists.
try { New-PSDrive other FileSystem nowhere -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: DriveRootError
Remove-PSDrive Docs; Test-Path docs:\a.txt	# expect: False
try { Get-PSDrive docs -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: GetLocationNoMatchingDrive,Microsoft.PowerShell.Commands.GetPSDriveCommand
try { Remove-PSDrive Env -ErrorAction Stop } catch { "$_" }	# expect: Drive 'Env' cannot be removed: it is part of the shell.
(Get-PSDrive -PSProvider Env*).Name	# expect: Env
(Get-PSProvider FileSystem).Drives.Name -contains '/'	# expect: True
$length = Get-ItemProperty in.txt -Name Length
"$($length.Length) $($length.PSChildName)"	# expect: 12 in.txt
Get-ItemPropertyValue in.txt -Name Name	# expect: in.txt
try { Get-ItemProperty in.txt -Name Nothing -ErrorAction Stop } catch { "$_" -replace ' at path .*' }	# expect: Property Nothing does not exist
Set-ItemProperty in.txt LastWriteTime '2024-03-01'; (Get-Item in.txt).LastWriteTime.Year	# expect: 2024
try { New-ItemProperty in.txt -Name New -Value 1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: NotSupported,Microsoft.PowerShell.Commands.NewItemPropertyCommand
try { Get-ItemProperty HKLM:\Software -ErrorAction Stop } catch { "$_" }	# expect: Cannot find drive. A drive with the name 'HKLM' does not exist.
