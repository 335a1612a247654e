# Outlook Anywhere, autodiscovery, web sites and redirection pools.
'-- directories'
$a = Get-OutlookAnywhere
"$($a.Identity) | $($a.ExternalHostname) | $($a.ExternalHostname.HostnameString) | $($a.ClientAuthenticationMethod)"
Set-OutlookAnywhere 'EX01\Rpc (Default Web Site)' -ExternalHostname outlook.provider.com
(Get-OutlookAnywhere).ExternalHostname
Set-AutodiscoverVirtualDirectory -Identity 'EX01\Autodiscover (Default Web Site)' -InternalUrl https://mail.provider.com/a -ExternalUrl https://mail.provider.com/b
$d = Get-AutodiscoverVirtualDirectory
"$($d.Identity) | $($d.InternalUrl) | $($d.ExternalUrl) | $($d.ExternalUrl.Host)"
Remove-AutodiscoverVirtualDirectory 'EX01\Autodiscover (Default Web Site)' -Confirm:$false
@(Get-AutodiscoverVirtualDirectory).Count
(New-AutodiscoverVirtualDirectory).Identity
Disable-OutlookAnywhere -Server EX01 -Confirm:$false
@(Get-OutlookAnywhere).Count
'-- sites'
Get-Website | ForEach-Object { "$($_.Name) $($_.Id) $($_.State) $($_.HttpRedirectEnabled) $($_.HttpRedirectDestination)" }
Get-WebBinding | ForEach-Object { "$($_.SiteName) $($_.Protocol) $($_.BindingInformation)" }
New-WebBinding -Name WebmailRedirect -IPAddress 10.161.1.23 -HostHeader webmail.contoso.com
(Get-WebBinding -Name WebmailRedirect).BindingInformation -join '; '
Set-WebBinding -Name WebmailRedirect -HostHeader webmail.contoso.com -PropertyName Port -Value 8080
(Get-WebBinding -Name WebmailRedirect -Port 8080).BindingInformation
Get-WebBinding -HostHeader webmail.contoso.com | Remove-WebBinding
@(Get-WebBinding -Name WebmailRedirect).Count
Stop-Website WebmailRedirect
(Get-Website WebmailRedirect).State
'-- redirection'
Set-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\WebmailRedirect' -Name destination -Value https://webmail.provider.com/owa
Set-WebConfiguration -Filter /system.webServer/httpRedirect -PSPath 'MACHINE/WEBROOT/APPHOST/WebmailRedirect' -Value @{ enabled = 'true'; httpResponseStatus = 'Permanent'; exactDestination = $true }
$r = Get-WebConfiguration system.webServer/httpRedirect 'IIS:\Sites\WebmailRedirect'
"$($r.enabled) $($r.destination) $($r.exactDestination) $($r.childOnly) $($r.httpResponseStatus)"
(Get-WebConfigurationProperty -Filter system.webServer/httpRedirect -PSPath 'IIS:\Sites\WebmailRedirect' -Name destination).Value
Remove-Website WebmailRedirect
(Get-Website).Name -join ','
(Get-WebBinding).SiteName -join ','
'-- zones'
Add-DnsServerPrimaryZone -NetworkId 10.161.1.0/24 -ZoneFile x -PassThru | ForEach-Object { "$($_.ZoneName) $($_.IsReverseLookupZone)" }
Add-DnsServerResourceRecordPtr -ZoneName 1.161.10.in-addr.arpa -Name 21 -PtrDomainName ex01.provider.com
Add-DnsServerResourceRecord -ZoneName provider.com -Name '@' -Txt -DescriptiveText 'v=spf1 mx -all'
Add-DnsServerResourceRecord -ZoneName provider.com -Name _autodiscover._tcp -Srv -DomainName mail.provider.com -Priority 0 -Weight 0 -Port 443
Add-DnsServerResourceRecordCName -ZoneName provider.com -Name www -HostNameAlias mail.provider.com -TimeToLive 00:05:00
Add-DnsServerResourceRecordAAAA -ZoneName provider.com -Name ex01.provider.com -IPv6Address 2001:DB8::1
(Get-DnsServerZone).ZoneName -join ','
Get-DnsServerResourceRecord provider.com | ForEach-Object { "$($_.HostName) $($_.RecordType) $($_.TimeToLive) $($_.RecordData)" }
Remove-DnsServerResourceRecord -ZoneName provider.com -Name www -RRType CName -Force
@(Get-DnsServerResourceRecord provider.com -Name www).Count
Remove-DnsServerZone 1.161.10.in-addr.arpa -Force
(Get-DnsServerZone).ZoneName -join ','
