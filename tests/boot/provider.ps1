# A provider with one tenant, published on the host itself.
$ErrorActionPreference = 'Stop'
$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
$null = New-SendConnector -Name Internet -Usage Internet -AddressSpaces 'SMTP:*;1' -SourceTransportServers EX01
$null = New-ReceiveConnector -Name Internet -Bindings 10.161.1.21:25 -Usage Internet -RemoteIPRanges 0.0.0.0-255.255.255.255 -AuthMechanism None
Add-DnsServerPrimaryZone -Name provider.com -ZoneFile provider.com.dns
Add-DnsServerResourceRecordA -ZoneName provider.com -Name mail -IPv4Address 10.161.1.21
$password = ConvertTo-SecureString 'Pass-4711-word' -AsPlainText -Force
$null = New-Organization -Name TenantCompany -DomainName tenant.com -Location en-US -ProgramId HostingSample -OfferId 2 -AdministratorPassword $password
$null = New-Mailbox -Organization TenantCompany -Name 'John Smith' -UserPrincipalName jsmith@tenant.com -Password $password
(Publish-HostingConfiguration -WarningAction SilentlyContinue).Reloaded
