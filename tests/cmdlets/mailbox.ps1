# Mailboxes: what a new one has, what Set- changes, identities, filters.
$hash = '{SHA512-CRYPT}$6$salt$01234567890123456789012345678901234567890123456789'
function Show($m) { "$($m.Identity) | $($m.Alias) | $($m.UserPrincipalName) | $($m.EmailAddresses -join ',') | $($m.RecipientTypeDetails)" }
'-- new'
Show (New-Mailbox -Organization TenantCompany -Name 'Grace Hopper' -UserPrincipalName grace@tenant.com -PasswordHash $hash -FirstName Grace -LastName Hopper)
Show (New-Mailbox -Name 'By Domain' -UserPrincipalName bydomain@contoso.com -PasswordHash $hash)
Show (New-Mailbox -Organization TenantCompany -Name 'Front Desk' -Shared)
Show (New-Mailbox -Organization TenantCompany -Name 'Room 1' -Room -ResourceCapacity 12)
Show (New-Mailbox -Organization TenantCompany -Name Other -UserPrincipalName other@tenant.com -Alias oth -PrimarySmtpAddress first.other@tenant.com -PasswordHash $hash)
'-- pipeline'
@('Name,UserPrincipalName,PasswordHash', "Row 1,row1@tenant.com,$hash", "Row 2,row2@tenant.com,$hash") | ConvertFrom-Csv | New-Mailbox -Organization TenantCompany | ForEach-Object { Show $_ }
'-- limits'
$m = Get-Mailbox grace
"$($m.IssueWarningQuota) | $($m.ProhibitSendQuota) | $($m.ProhibitSendReceiveQuota) | $($m.MaxSendSize) | $($m.RecipientLimits)"
"$($m.ProhibitSendReceiveQuota.IsUnlimited) $($m.ProhibitSendReceiveQuota.Value.ToMB()) $($m.ProhibitSendReceiveQuota -gt 1GB)"
Set-Mailbox grace -ProhibitSendReceiveQuota 5GB -ProhibitSendQuota '4.5 GB' -IssueWarningQuota Unlimited
$m = Get-Mailbox grace
"$($m.IssueWarningQuota) | $($m.ProhibitSendQuota) | $($m.ProhibitSendReceiveQuota)"
Set-Mailbox grace -UseDatabaseQuotaDefaults $true -RequireSenderAuthenticationEnabled $false
"$((Get-Mailbox grace).ProhibitSendReceiveQuota)"
'-- identities'
'grace', 'TenantCompany\grace hopper', 'grace@tenant.com', 'Grace Hopper', $m.Guid, $m.DistinguishedName | ForEach-Object { (Get-Mailbox $_).Name }
(Get-Mailbox 'g*').Name
(Get-Mailbox -Organization Contoso).Name -join ','
(Get-Mailbox -Filter "Alias -like 'row*' -and DisplayName -ne 'Row 2'").Name
(Get-Mailbox -Filter { RecipientTypeDetails -eq 'RoomMailbox' }).Name
(Get-Mailbox -RecipientTypeDetails SharedMailbox, RoomMailbox).Name -join ','
@(Get-Mailbox -ResultSize 2 -WarningAction SilentlyContinue).Count
@(Get-Mailbox -SoftDeletedMailbox).Count
'-- addresses'
Set-Mailbox grace -EmailAddresses @{ Add = 'ghopper@tenant.com', 'smtp:amazing@tenant.com' }
Show (Get-Mailbox grace)
Set-Mailbox grace -EmailAddresses @{ Remove = 'amazing@tenant.com' } -PrimarySmtpAddress ghopper@tenant.com
Show (Get-Mailbox ghopper@tenant.com)
$first = (Get-Mailbox grace).EmailAddresses[0]
"$($first.AddressString) $($first.PrefixString) $($first.IsPrimaryAddress) $($first.ToSecondary())"
"$((Get-Mailbox grace).PrimarySmtpAddress.Local) at $((Get-Mailbox grace).PrimarySmtpAddress.Domain)"
'-- forwarding and renaming'
Set-Mailbox grace -ForwardingAddress jsmith@tenant.com -DeliverToMailboxAndForward $true
(Get-Mailbox grace).ForwardingAddress
Set-Mailbox jsmith -Name 'Jonathan Smith'
(Get-Mailbox grace).ForwardingAddress
Set-Mailbox grace -ForwardingAddress $null
"[$((Get-Mailbox grace).ForwardingAddress)]"
'-- users and recipients'
Set-User grace -Department Computing -City Arlington -Manager 'Jonathan Smith'
$u = Get-User grace
"$($u.Department) | $($u.City) | $($u.Manager) | $($u.FirstName)"
(Get-Recipient -Organization Contoso | ForEach-Object { "$($_.Name) $($_.PrimarySmtpAddress)" }) -join '; '
'-- nothing to change'
Set-Mailbox grace -Office $null 3>&1 | ForEach-Object Message
'-- disabled and enabled'
$guid = (Get-Mailbox grace).Guid
Disable-Mailbox grace -Confirm:$false
@(Get-Mailbox -Organization TenantCompany).Name -join ','
$m = Enable-Mailbox 'Grace Hopper' -Alias grace2
"$($m.Identity) $($m.Alias) $($m.PrimarySmtpAddress) $($m.Guid -eq $guid)"
'-- gone'
Remove-Mailbox grace2 -Confirm:$false
@(Get-Mailbox -Organization TenantCompany).Name -join ','
