# Tenants: what enrolling makes, domains, plans, removal.
$hash = '{SHA512-CRYPT}$6$salt$01234567890123456789012345678901234567890123456789'
'-- new'
$o = New-Organization -Name 'Third Company' -DomainName third.example -Location de-DE -ProgramId HostingSample -OfferId 3 -AdministratorPasswordHash $hash
"$($o.Name) | $($o.ServicePlan) | $($o.Location) | $($o.AdministratorMailbox)"
(Get-AcceptedDomain -Organization 'Third Company' | ForEach-Object { "$($_.Name) $($_.DomainName) $($_.DomainType) $($_.Default)" }) -join '; '
(Get-MailboxPlan -Organization 'Third Company' | ForEach-Object { "$($_.Name) $($_.IsDefault) $($_.ProhibitSendReceiveQuota)" }) -join '; '
(Get-AddressList -Organization 'Third Company').Name -join '; '
(Get-Mailbox -Organization 'Third Company').EmailAddresses -join '; '
'-- domains'
New-AcceptedDomain -Organization 'Third Company' -Name second -DomainName second.example | ForEach-Object Identity
(Get-Mailbox administrator@third.example).EmailAddresses -join '; '
Set-AcceptedDomain second -MakeDefault $true
(Get-AcceptedDomain -Organization 'Third Company' | ForEach-Object { "$($_.Name) $($_.Default)" }) -join '; '
(New-Mailbox -Organization 'Third Company' -Name Info -Shared).PrimarySmtpAddress.Domain
Set-AcceptedDomain third.example -MakeDefault $true
Remove-Mailbox info@second.example -Confirm:$false
Remove-AcceptedDomain second -Confirm:$false
(Get-Mailbox administrator@third.example).EmailAddresses -join '; '
'-- plans'
New-MailboxPlan -Organization 'Third Company' -Name Small -ProhibitSendReceiveQuota 100MB -IsDefault $true | ForEach-Object { "$($_.Name) $($_.IsDefault)" }
(Get-MailboxPlan -Organization 'Third Company' | ForEach-Object { "$($_.Name) $($_.IsDefault)" }) -join '; '
(New-Mailbox -Name Tiny -UserPrincipalName tiny@third.example -PasswordHash $hash).ProhibitSendReceiveQuota
(New-Mailbox -Name Big -UserPrincipalName big@third.example -PasswordHash $hash -MailboxPlan DefaultMailboxPlan).ProhibitSendReceiveQuota
Get-HostingPlan | ForEach-Object { "$($_.Name) $($_.ProhibitSendReceiveQuota)" }
'-- records to publish'
Get-OrganizationDnsRecord 'Third Company' -ZoneFragment
(Get-OrganizationDnsRecord 'Third Company' -RequiredOnly | ForEach-Object { "$($_.RecordType) $($_.Name)" }) -join '; '
'-- gone'
Remove-Organization 'Third Company' -Confirm:$false
@(Get-Organization).Name -join ','
@(Get-Mailbox).Name -join ','
