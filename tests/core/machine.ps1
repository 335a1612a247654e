# Add-Type, the network, data files, the machine.
(Add-Type -AssemblyName System.Web -PassThru).FullName	# expect: System.Web.HttpUtility
try { Add-Type -AssemblyName System.Windows.Forms } catch { "$_" }	# expect: Cannot add type. The assembly 'System.Windows.Forms' could not be found.
try { Add-Type 'public class A { }' } catch { "$_" }	# expect: Cannot add type. hmsh does not compile source code in CSharp.
try { Add-Type -Path ./a.dll } catch { $_.FullyQualifiedErrorId }	# expect: ASSEMBLY_NOT_SUPPORTED,Microsoft.PowerShell.Commands.AddTypeCommand
Test-Connection 127.0.0.1 -TcpPort 1	# expect: False
Test-Connection no-such-host.invalid -Count 1 -Quiet	# expect: False
try { Test-Connection no-such-host.invalid -Count 1 -ErrorAction Stop } catch { "$_" }	# expect: Testing connection to computer 'no-such-host.invalid' failed: Cannot resolve the target name.
(Test-NetConnection 127.0.0.1 -Port 1 -WarningAction SilentlyContinue).TcpTestSucceeded	# expect: False
Test-NetConnection 127.0.0.1 -Port 1 -InformationLevel Quiet	# expect: False
Set-Content good.psd1 '@{ ModuleVersion = "1.2.3"; Names = "x", "y"; Inner = @{ N = 5 } }'
$d = Import-PowerShellDataFile good.psd1; "$($d.Names) $($d.Inner.N)"	# expect: x y 5
Set-Content code.psd1 '@{ Now = Get-Date }'
try { Import-PowerShellDataFile code.psd1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: CouldNotParseAsPowerShellDataFile,Microsoft.PowerShell.Commands.ImportPowerShellDataFileCommand
"$((Test-ModuleManifest good.psd1).Version)"	# expect: 1.2.3
(Get-Host).Name	# expect: ConsoleHost
try { Restart-Computer other -ErrorAction Stop } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: RemoteComputerNotSupported
(Get-ComputerInfo CsName).CsName -eq [Environment]::MachineName	# expect: True
try { Set-Clipboard text } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: ClipboardNotAvailable
Unblock-File good.psd1
(Get-FileHash -InputStream ([IO.MemoryStream]::new([byte[]](97, 98, 99))) -Algorithm MD5).Hash	# expect: 900150983CD24FB0D6963F7D28E17F72
(Get-TimeZone -Id Europe/Berlin, UTC).Id -join ' '	# expect: Europe/Berlin UTC
try { Get-TimeZone -Id No/Where -ErrorAction Stop } catch { "$_" }	# expect: The time zone ID 'No/Where' was not found on the local computer.
(Get-Culture de-DE, fr-FR).Name -join ' '	# expect: de-DE fr-FR
