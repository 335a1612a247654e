# What scripts open with: connecting, sessions, snap-ins, modules, #requires.
'-- connecting'
Connect-ExchangeOnline -UserPrincipalName admin@tenant.com -ShowBanner:$false
(Connect-ExchangeOnline -Verbose 4>&1 | ForEach-Object Message) -join '; '
Connect-ExchangeServer -auto -ClientApplication:ManagementShell
Connect-IPPSSession -Credential $null -WarningAction SilentlyContinue
(Get-ConnectionInformation).State
(Get-ConnectionInformation | Where-Object { $_.ConnectionUri -like '*EX01*' }).TokenStatus
Disconnect-ExchangeOnline -Confirm:$false
Set-ADServerSettings -ViewEntireForest $true
(Get-ADServerSettings).ViewEntireForest
'-- sessions'
$s = New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri http://ex01.provider.com/PowerShell/ -Authentication Kerberos -SessionOption (New-PSSessionOption -SkipCACheck)
"$($s.ComputerName) $($s.State) $($s.ConfigurationName) $($s.Id)"
$module = Import-PSSession $s -DisableNameChecking -AllowClobber -Prefix OnPrem
"$($module.Name) $($module.ExportedCommands.ContainsKey('Get-Mailbox'))"
@(Get-OnPremMailbox -Organization Contoso).Count
Import-Module $module -Global
$t = New-PSSession -ConnectionUri https://mail.provider.com/powershell -Name Second -Credential $null
(Get-PSSession | ForEach-Object { "$($_.Id) $($_.Name)" }) -join ', '
Remove-PSSession -Id 2
(Get-PSSession).Name
Get-PSSession | Where-Object ConfigurationName -like '*.Exchange' | Remove-PSSession
@(Get-PSSession).Count
try { New-PSSession -ComputerName srv1 } catch { "$($_.FullyQualifiedErrorId): $_" }
try { Import-PSSession 'x' } catch { "$_" }
'-- snap-ins'
(Get-PSSnapin).Name
@(Get-PSSnapin -Registered | Where-Object { $_.Name -eq 'Microsoft.Exchange.Management.PowerShell.E2010' }).Count
Add-PSSnapin Microsoft.Exchange.Management.PowerShell.SnapIn, *e2010* -ErrorAction Stop
try { Add-PSSnapin Citrix.Broker -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId): $_" }
try { Get-PSSnapin -Name VMware* -ErrorAction Stop } catch { "$_" }
Remove-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010
'-- modules'
if ((Get-Module -ListAvailable ExchangeOnlineManagement).Version -ge [version]'3.0.0') { 'current' }
Import-Module ExchangeOnlineManagement, WebAdministration
(Import-Module DnsServer -PassThru).Name
Install-Module ExchangeOnlineManagement -Scope CurrentUser -Force -AllowClobber
(Get-InstalledModule -Name ExchangeOnlineManagement).Name
@(Get-InstalledModule ImportExcel -ErrorAction SilentlyContinue).Count
try { Install-Module Microsoft.Graph -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId): $_" }
try { Import-Module ActiveDirectory -ErrorAction Stop } catch { "$_" }
Update-Module -Name ExchangeOnlineManagement
Set-PSRepository PSGallery -InstallationPolicy Trusted
Set-ExecutionPolicy RemoteSigned -Scope Process -Force
Get-ExecutionPolicy
'-- RemoteExchange.ps1'
if (Test-Path "$env:ExchangeInstallPath\bin\RemoteExchange.ps1") { . "$env:ExchangeInstallPath\bin\RemoteExchange.ps1" }
$exbin
'-- #requires'
function Try-Script($text) { Set-Content C:\Temp\r.ps1 $text; try { & C:\Temp\r.ps1 } catch { "$($_.FullyQualifiedErrorId): $_" } }
Try-Script "#requires -Version 5.1 -Modules ExchangeOnlineManagement`n'one'"
Try-Script "#requires -Modules @{ModuleName='ExchangeOnlineManagement';ModuleVersion='3.0.0'}, DnsServer`n#requires -PSEdition Core`n'two'"
Try-Script "#requires -PSSnapin Microsoft.Exchange.Management.PowerShell.E2010`n'three'"
Try-Script "#requires -Modules DnsServer, ActiveDirectory`n'four'"
Try-Script "#requires -Modules @{ModuleName='DnsServer';ModuleVersion='99.0'}`n'five'"
Try-Script "#requires -Version 9.1`n'six'"
Try-Script "#requires -PSEdition Desktop`n'seven'"
