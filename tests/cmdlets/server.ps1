# The server, features, services, setup again.
$s = Get-ExchangeServer
"$($s.Name) | $($s.Fqdn) | $($s.ServerRole) | $($s.AdminDisplayVersion) | $($s.IsHubTransportServer) | $($s.IsEdgeServer)"
setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
$r = Add-WindowsFeature NET-Framework, RSAT-ADDS, Web-Server, Web-Basic-Auth, RPC-Over-HTTP-Proxy -Restart
"$($r.Success) | $($r.RestartNeeded) | $($r.ExitCode) | $($r.FeatureResult -join ', ')"
(Install-WindowsFeature web-server).ExitCode
Get-WindowsFeature Web-Server, DNS, RSAT-ADDS | ForEach-Object { "$($_.Name) | $($_.Installed) | $($_.Role) | $($_.Packages)" }
Set-Service NetTcpPortSharing -StartupType Automatic
Set-Service msexchangepop3 -StartupType Disabled
Get-Service NetTcpPortSharing, W3SVC, MSExchange*, DNS, NTDS | ForEach-Object { "$($_.Name) | $($_.DisplayName) | $($_.StartType) | $($_.Daemon)" }
(Initialize-HostingServer -Name EX01 -DomainName provider.com -IPAddress 10.161.1.22 -Force).IPAddress
