# Who may open whose mailbox, send in whose name.
$hash = '{SHA512-CRYPT}$6$salt$01234567890123456789012345678901234567890123456789'
$null = New-Mailbox -Organization TenantCompany -Name 'Front Desk' -Shared
function Show($p) { $p | ForEach-Object { "$($_.Identity) | $($_.User)$($_.Trustee) | $($_.AccessRights -join ',') | $($_.IsInherited) $($_.Deny)" } }
'-- open'
Show (Get-MailboxPermission 'Front Desk')
Show (Add-MailboxPermission -Identity 'Front Desk' -User jsmith@tenant.com -AccessRights FullAccess -InheritanceType All -AutoMapping $false)
Show (Add-MailboxPermission 'Front Desk' -User 'John Smith' -AccessRights ReadPermission)
Add-MailboxPermission 'Front Desk' -User 'NT AUTHORITY\SELF' -AccessRights FullAccess -WarningVariable w -WarningAction SilentlyContinue; "$w"
Get-Mailbox -Organization TenantCompany | Get-MailboxPermission | Where-Object { $_.User.ToString() -ne 'NT AUTHORITY\SELF' -and $_.IsInherited -eq $false } |
    Select-Object Identity, User, @{ Name = 'Access Rights'; Expression = { [string]::Join(', ', $_.AccessRights) } } | Format-Table -AutoSize
$p = Get-MailboxPermission 'Front Desk' | Where-Object { ($_.AccessRights -like '*FullAccess*') -and ($_.User -notlike 'NT AUTHORITY\*') }
"$($p.User.RawIdentity) $($p.User -eq 'jsmith@tenant.com') $($p.Identity.Name) $($p.Identity.GetType().Name)"
(Get-Recipient $p.User).Name
(Get-MailboxPermission 'Front Desk' -User jsmith).User.RawIdentity
Remove-MailboxPermission 'Front Desk' -User jsmith -AccessRights ReadPermission -Confirm:$false
Show (Get-EXOMailboxPermission 'Front Desk' -User jsmith)
Remove-MailboxPermission 'Front Desk' -User jsmith -AccessRights FullAccess -Confirm:$false
try { Remove-MailboxPermission 'Front Desk' -User jsmith -AccessRights FullAccess -Confirm:$false -ErrorAction Stop } catch { "$_" }
try { Add-MailboxPermission 'Front Desk' -User anna@contoso.com -AccessRights FullAccess -ErrorAction Stop } catch { "$_" }
'-- send'
Show (Add-RecipientPermission 'Front Desk' -Trustee 'John Smith' -AccessRights SendAs -Confirm:$false)
Show (Get-RecipientPermission 'Front Desk')
Set-Mailbox 'Front Desk' -GrantSendOnBehalfTo jsmith@tenant.com
(Get-Mailbox 'Front Desk').GrantSendOnBehalfTo
'-- gone'
Set-Mailbox jsmith -Name 'Jonathan Smith'
Show (Get-EXORecipientPermission 'Front Desk' -Trustee jsmith)
Remove-Mailbox jsmith -Confirm:$false
@(Get-RecipientPermission 'Front Desk').Count
(Get-Mailbox 'Front Desk').GrantSendOnBehalfTo.Count
'-- directory'
$null = New-Mailbox -Organization TenantCompany -Name Clerk -UserPrincipalName clerk@tenant.com -PasswordHash $hash
Add-ADPermission -Identity 'Front Desk' -User clerk@tenant.com -AccessRights ExtendedRight -ExtendedRights 'Send As' | Format-Table
(Get-Mailbox 'Front Desk' | Get-ADPermission | Where-Object { $_.ExtendedRights -like 'Send-As' -and -not ($_.User -like 'NT AUTHORITY\SELF') }).User.RawIdentity
(Get-RecipientPermission 'Front Desk' -Trustee clerk).AccessRights
Remove-ADPermission 'Front Desk' -User clerk -ExtendedRights Send-As -Confirm:$false
@(Get-ADPermission 'Front Desk').Count
try { Add-ADPermission 'Front Desk' -User clerk -ExtendedRights 'Receive As' -ErrorAction Stop } catch { "$_" }
@(Get-InboxRule -Mailbox clerk).Count, @(Get-MailboxDatabaseCopyStatus -Server EX01).Count -join ' '
