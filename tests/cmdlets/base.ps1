# The state that the transcripts begin with: the provider, two tenants, connectors, pools, a zone.
$ErrorActionPreference = 'Stop'
$hash = '{SHA512-CRYPT}$6$salt$01234567890123456789012345678901234567890123456789'
$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
$null = New-SendConnector -Name Internet -Usage Internet -AddressSpaces 'SMTP:*;1' -SourceTransportServers EX01
$null = New-ReceiveConnector -Name Internet -Bindings 10.161.1.21:25 -Usage Internet -RemoteIPRanges 0.0.0.0-255.255.255.255 -AuthMechanism None
$null = Enable-OutlookAnywhere -Server EX01 -ExternalHostname mail.provider.com -DefaultAuthenticationMethod Basic -SSLOffloading $false
$null = New-Website -Name AutodiscoverRedirect -IPAddress 10.161.1.23 -TenantHostPrefix autodiscover
Set-WebConfiguration system.webServer/httpRedirect 'IIS:\Sites\AutodiscoverRedirect' -Value @{ enabled = 'true'; destination = 'https://autodiscover.provider.com' }
$null = New-Website -Name WebmailRedirect -IPAddress 10.161.1.23 -HostHeader webmail.tenant.com
Add-DnsServerPrimaryZone -Name provider.com -ZoneFile provider.com.dns
Add-DnsServerResourceRecordA -ZoneName provider.com -Name mail -IPv4Address 10.161.1.21
Add-DnsServerResourceRecordA -ZoneName provider.com -Name autodiscoverredirect -IPv4Address 10.161.1.23
Add-DnsServerResourceRecordA -ZoneName provider.com -Name webmailredirect -IPv4Address 10.161.1.23
$null = New-Organization -Name TenantCompany -DomainName tenant.com -Location en-US -ProgramId HostingSample -OfferId 2 -AdministratorPasswordHash $hash
$null = New-Mailbox -Organization TenantCompany -Name 'John Smith' -UserPrincipalName jsmith@tenant.com -PasswordHash $hash
$null = New-Organization -Name Contoso -DomainName contoso.com -Location en-US -ProgramId HostingSample -OfferId 1 -AdministratorPasswordHash $hash
$null = New-Mailbox -Organization Contoso -Name 'Anna Meyer' -UserPrincipalName anna@contoso.com -PasswordHash $hash
