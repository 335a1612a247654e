# The multi-tenancy walk-through: one server, two tenants, both redirection pools.
$ErrorActionPreference = 'Stop'
$hash = '{SHA512-CRYPT}$6$hmshfixture1$jB5LVa0/m89yFVoE6rPg.tzRZprEswXZczlZoIVDRIkwNNkhVKSw2fwjwnBrtvaKwYIXwFwHJBrHHVn3s/7yQ.'

$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
$null = Install-AdcsCertificationAuthority -Force
Set-Content -path “.\provider_com.txt” -Value (New-ExchangeCertificate -GenerateRequest -KeySize 2048 -SubjectName “c=US, s=California, l=Los Angeles, o=HostingCompany, ou=IT, cn=provider.com” -DomainName mail.provider.com, ex01.provider.com, autodiscover.provider.com -PrivateKeyExportable $True)
$null = certreq -submit .\provider_com.txt .\provider_com.cer
Import-ExchangeCertificate -FileData ([Byte[]]$(Get-Content -Path .\provider_com.cer -Encoding byte -ReadCount 0)) | Enable-ExchangeCertificate -Services “IIS,POP,IMAP,SMTP”
$null = New-SendConnector -Name ‘Internet’ -Usage ‘Internet’ -AddressSpaces ‘SMTP:*;1’ -IsScopedConnector $false -DNSRoutingEnabled $true -UseExternalDNSServersEnabled $false -SourceTransportServers ‘EX01’
$null = New-ReceiveConnector -Name “Internet” -Bindings 10.161.1.21:25 -Usage Internet -RemoteIpRange 0.0.0.0-255.255.255.255 -AuthMechanism None
$null = Enable-OutlookAnywhere -Server ‘EX01’ -ExternalHostname ‘mail.provider.com’ -DefaultAuthenticationMethod ‘Basic’ -SSLOffloading $false

$null = New-Website -Name AutodiscoverRedirect -IPAddress 10.161.1.23 -Port 80 -TenantHostPrefix autodiscover
Set-WebConfiguration system.webServer/httpRedirect 'IIS:\Sites\AutodiscoverRedirect' -Value @{ enabled = 'true'; destination = 'https://autodiscover.provider.com' }
$null = New-Website -Name 'Webmail Redirect' -IPAddress 10.161.1.23 -Port 80 -HostHeader webmail.tenant.com
Set-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\Webmail Redirect' -Name destination -Value 'https://webmail.provider.com/owa'
Set-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\Webmail Redirect' -Name enabled -Value $true

Add-DnsServerPrimaryZone -Name provider.com -ZoneFile provider.com.dns
foreach ($name in 'ex01', 'mail', 'autodiscover') { Add-DnsServerResourceRecordA -ZoneName provider.com -Name $name -IPv4Address 10.161.1.21 }
foreach ($name in 'autodiscoverredirect', 'webmailredirect') { Add-DnsServerResourceRecordA -ZoneName provider.com -Name $name -IPv4Address 10.161.1.23 }
Add-DnsServerResourceRecordMX -ZoneName provider.com -Name '@' -MailExchange mail.provider.com -Preference 10

$password = ConvertTo-SecureString 'Not4Nobody' -AsPlainText -Force
foreach ($tenant in @(('TenantCompany', 'tenant.com', 'John Smith', 'jsmith'), ('Contoso', 'contoso.com', 'Anna', 'anna'))) {
	$null = New-Organization -Name $tenant[0] -DomainName $tenant[1] -Location en-US -ProgramID HostingSample -OfferID 2 -AdministratorPassword $password
	Set-Mailbox "$($tenant[0])\Administrator" -AccountDisabled $true
	$null = New-Mailbox -Organization $tenant[0] -Name $tenant[2] -UserPrincipalName "$($tenant[3])@$($tenant[1])" -DisplayName $tenant[2] -PasswordHash $hash
}
$null = New-WebBinding -Name 'Webmail Redirect' -IPAddress 10.161.1.23 -Port 80 -HostHeader webmail.contoso.com
