# From an empty machine to a mail service for two tenants: the commands of a walk-through written for
# Exchange 2010, as they were printed, typographic quotes and dashes included, with what it leaves to
# the reader (the specification, the authority that signs, the redirection pools, the zone) between.
#
# It asks for a user name and two passwords for each tenant.

# The specification.
Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23

# Prerequisites.
Add-WindowsFeature NET-Framework,RSAT-ADDS,Web-Server,Web-Basic-Auth,Web-Windows-Auth,Web-Metabase,Web-Net-Ext,Web-Lgcy-Mgmt-Console,WAS-Process-Model,RSAT-Web-Server,Web-ISAPI-Ext,Web-Digest-Auth,Web-Dyn-Compression,NET-HTTP-Activation,RPC-Over-HTTP-Proxy -Restart

Set-Service NetTcpPortSharing -StartupType Automatic

# Exchange.
setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting

# The certificate: requested, signed by an authority of our own, imported and enabled.
Set-Content -path “.\provider_com.txt” -Value (New-ExchangeCertificate -GenerateRequest -KeySize 2048 -SubjectName “c=US, s=California, l=Los Angeles, o=HostingCompany, ou=IT, cn=provider.com” -DomainName mail.provider.com, ex01.provider.com, autodiscover.provider.com -PrivateKeyExportable $True)

Install-AdcsCertificationAuthority -CACommonName 'HostingCompany Root' -Force
New-Item -ItemType Directory -Path C:\Support\Exchange2010 -Force | Out-Null
certreq -submit .\provider_com.txt C:\Support\Exchange2010\provider_com.cer

Import-ExchangeCertificate -FileData ([Byte[]]$(Get-Content -Path C:\Support\Exchange2010\provider_com.cer -Encoding byte -ReadCount 0)) | Enable-ExchangeCertificate -Services “IIS,POP,IMAP,SMTP”

# Connectors.
New-SendConnector -Name ‘Internet’ -Usage ‘Internet’ -AddressSpaces ‘SMTP:*;1’ -IsScopedConnector $false -DNSRoutingEnabled $true -UseExternalDNSServersEnabled $false -SourceTransportServers ‘EX01’

New-ReceiveConnector -Name “Internet” -Bindings 10.161.1.21:25 -Usage Internet -RemoteIpRange 0.0.0.0-255.255.255.255 -AuthMechanism None

# Client access.
Enable-OutlookAnywhere -Server ‘EX01’ -ExternalHostname ‘mail.provider.com’ -DefaultAuthenticationMethod ‘Basic’ -SSLOffloading $false

Set-AutodiscoverVirtualDirectory -Identity “EX01\Autodiscover (Default Web Site)” -InternalUrl https://mail.provider.com/Microsoft-Server-ActiveSync -ExternalUrl https://mail.provider.com/Microsoft-Server-ActiveSync

# Redirection pools on the secondary address. The first is told once to bind autodiscover.<domain> of
# every tenant; the second gets a binding for each.
New-Website -Name AutodiscoverRedirect -IPAddress 10.161.1.23 -Port 80 -TenantHostPrefix autodiscover
Set-WebConfiguration system.webServer/httpRedirect 'IIS:\Sites\AutodiscoverRedirect' -Value @{ enabled = 'true'; destination = 'https://autodiscover.provider.com' }

New-Website -Name WebmailRedirect -IPAddress 10.161.1.23 -Port 80 -HostHeader webmail.tenant.com
Set-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\WebmailRedirect' -Name destination -Value 'https://webmail.provider.com/owa'
Set-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\WebmailRedirect' -Name enabled -Value $true
Set-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\WebmailRedirect' -Name exactDestination -Value $true

# The provider's zone.
Add-DnsServerPrimaryZone -Name provider.com -ZoneFile provider.com.dns
Add-DnsServerResourceRecordA -ZoneName provider.com -Name ex01 -IPv4Address 10.161.1.21
Add-DnsServerResourceRecordA -ZoneName provider.com -Name mail -IPv4Address 10.161.1.21
Add-DnsServerResourceRecordA -ZoneName provider.com -Name autodiscover -IPv4Address 10.161.1.21
Add-DnsServerResourceRecordA -ZoneName provider.com -Name autodiscoverredirect -IPv4Address 10.161.1.23
Add-DnsServerResourceRecordA -ZoneName provider.com -Name webmailredirect -IPv4Address 10.161.1.23
Add-DnsServerResourceRecordMX -ZoneName provider.com -Name '@' -MailExchange mail.provider.com -Preference 10

# The first tenant.
New-Organization -Name TenantCompany -DomainName tenant.com -Location en-US -ProgramID HostingSample -OfferID 2 -AdministratorPassword (get-credential).password

New-Mailbox -Organization TenantCompany -Name “John Smith” -UserPrincipalName jsmith@tenant.com -DisplayName “John Smith”

# A second tenant; its webmail name is bound, autodiscover is bound already.
New-Organization -Name Contoso -DomainName contoso.com -Location en-US -ProgramID HostingSample -OfferID 1 -AdministratorPassword (get-credential).password

New-Mailbox -Organization Contoso -Name “Anna Meyer” -UserPrincipalName anna@contoso.com -DisplayName “Anna Meyer”

New-WebBinding -Name WebmailRedirect -IPAddress 10.161.1.23 -Port 80 -HostHeader webmail.contoso.com

# What the tenants' owners publish.
Get-OrganizationDnsRecord TenantCompany -ZoneFragment
Get-OrganizationDnsRecord Contoso -ZoneFragment
