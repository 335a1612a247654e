# Connectors: defaults by usage, routes, ranges.
function Show($c) { "$($c.Identity) | $($c.Bindings) | $($c.RemoteIPRanges) | $($c.AuthMechanism) | $($c.PermissionGroups)" }
'-- what setup makes'
Get-ReceiveConnector | ForEach-Object { Show $_ }
'-- usages'
Show (New-ReceiveConnector -Name Inet -Usage Internet -Bindings 10.161.1.23:25)
Show (New-ReceiveConnector -Name Client2 -Client -Bindings 10.161.1.23:587)
Show (New-ReceiveConnector -Name Inside -Internal -Bindings 10.161.1.21:2525 -RemoteIPRanges 10.0.0.0/8, '192.168.1.0(255.255.255.0)')
Show (New-ReceiveConnector -Name Plain -Bindings '[2001:db8::1]:25' -RemoteIPRanges 2001:db8::/32 -Custom)
'-- one socket, two ranges'
Show (New-ReceiveConnector -Name Relay -Usage Custom -Bindings 10.161.1.21:25 -RemoteIPRanges 10.9.0.0/16 -PermissionGroups AnonymousUsers)
'-- changes'
Set-ReceiveConnector EX01\Relay -RemoteIPRanges @{ Add = '10.8.0.0/16' } -MaxMessageSize 25MB -Banner '220 mail.provider.com'
$c = Get-ReceiveConnector EX01\Relay
"$($c.RemoteIPRanges) | $($c.MaxMessageSize) | $($c.Banner) | $($c.RemoteIPRanges[0].LowerBound)-$($c.RemoteIPRanges[0].UpperBound)"
Remove-ReceiveConnector EX01\Relay -Confirm:$false
(Get-ReceiveConnector).Name -join ','
'-- send'
$s = Get-SendConnector Internet
"$($s.Identity) | $($s.AddressSpaces) | $($s.DNSRoutingEnabled) | $($s.SourceTransportServers) | $($s.AddressSpaces[0].Cost)"
$s = New-SendConnector -Name Partner -AddressSpaces 'partner.example;5', '*.partner.example' -SmartHosts relay.partner.example, 10.0.0.7
"$($s.AddressSpaces) | $($s.DNSRoutingEnabled) | $($s.SmartHosts)"
$credential = [pscredential]::new('relay', (ConvertTo-SecureString 'secret word' -AsPlainText -Force))
Set-SendConnector Partner -AuthenticationCredential $credential -SmartHostAuthMechanism BasicAuth
$s = Get-SendConnector Partner
"$($s.SmartHostAuthMechanism) | $($s.AuthenticationUserName) | $($s | Out-String | Select-String -SimpleMatch 'secret word' -Quiet)"
Set-SendConnector Partner -SmartHosts $null -SmartHostAuthMechanism None
(Get-SendConnector Partner).DNSRoutingEnabled
Remove-SendConnector Partner -Confirm:$false
@(Get-SendConnector).Name -join ','
