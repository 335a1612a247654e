# What scripts written for Windows ask of it.
$identity = [Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object Security.Principal.WindowsPrincipal($identity)
$root = (id -u) -eq '0'
$principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator) -eq $root	# expect: True
([Security.Principal.WindowsPrincipal]$identity).IsInRole([Security.Principal.WindowsBuiltInRole]'Administrator') -eq $root	# expect: True
$principal.IsInRole('BUILTIN\Users')	# expect: True
$identity.Name -like '*\*'	# expect: True
$shell = New-Object -ComObject WScript.Shell
$shell.Popup('The report is ready', 0, 'Report', 0)	# expect: Report: The report is ready
# expect: 1
$shell.ExpandEnvironmentStrings('%SystemDrive%\x %nothing% 100%')	# expect: C:\x %nothing% 100%
try { $shell.Popup('Open it?', 0, 'Report', 4) } catch { $_.Exception.GetType().Name }	# expect: Report: Open it?
# expect: MethodInvocationException
$home2 = (New-Object -ComObject Shell.Application).Namespace($env:USERPROFILE).Self.Path
$home2 -eq $HOME	# expect: True
try { New-Object -ComObject Excel.Application } catch { $_.FullyQualifiedErrorId }	# expect: NoCOMClassIdentified,Microsoft.PowerShell.Commands.NewObjectCommand
$env:COMPUTERNAME.Length -gt 0	# expect: True
$env:SystemDrive, $env:windir -join ' '	# expect: C: C:\Windows
Test-Path "$env:ExchangeInstallPath\bin\RemoteExchange.ps1"	# expect: True
'a', 'c', 'b' | sort | % { $_ }	# expect: a
# expect: b
# expect: c
sleep 0; write text	# expect: text
[void][Reflection.Assembly]::LoadWithPartialName('System.Web')
[Web.HttpUtility]::UrlEncode('a b')	# expect: a+b
$session = New-PSSession -ConfigurationName Microsoft.Exchange
Invoke-Command -Session $session -ScriptBlock { param($x) "here $x" } -ArgumentList 1	# expect: here 1
