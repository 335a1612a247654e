# The server and its mail as reports see them; folders and their permissions; what there is none of.
'-- server'
Get-ExchangeServer | Format-List Name, ServerRole, AdminDisplayVersion, IsMailboxServer
$v = (Get-ExchangeServer).AdminDisplayVersion
"$($v.Major).$($v.Minor) $($v -like 'Version 14*') $("$v".Split()[1])"
Get-ClientAccessServer | Set-ClientAccessServer -AutoDiscoverServiceInternalUri https://autodiscover.provider.com/Autodiscover/Autodiscover.xml
(Get-ClientAccessService EX01).AutoDiscoverServiceInternalUri.Host
(Get-MailboxServer *).Name, (Get-TransportService).Fqdn, (Get-OrganizationConfig).Name
try { Get-MailboxServer EX02 -ErrorAction Stop } catch { "$_" }
Get-MailboxDatabase -Status | Format-Table
Get-MailboxDatabase -Server EX01 | ForEach-Object { "$($_.Name) $($_.Mounted) $($_.ProhibitSendQuota)" }
'-- statistics'
Get-MailboxStatistics jsmith | Format-Table
Get-Mailbox -Organization TenantCompany | Get-MailboxStatistics | ForEach-Object { "$($_.DisplayName) $($_.ItemCount) $($_.TotalItemSize) $($_.TotalItemSize.Value.ToMB())" }
@(Get-MailboxDatabase | Get-MailboxStatistics).Count
@(Get-MailboxStatistics -Server EX01).Count
Get-EXOMailboxStatistics -UserPrincipalName jsmith@tenant.com -PropertySets All | ForEach-Object StorageLimitStatus
(Get-MailboxFolderStatistics jsmith).FolderPath -join ' '
Get-EXOMailboxFolderStatistics jsmith -FolderScope SentItems | ForEach-Object { "$($_.Identity) $($_.FolderType) $($_.FolderSize)" }
'-- folder permissions'
function Show($p) { $p | ForEach-Object { "$($_.FolderName) $($_.User) $($_.User.UserType) $($_.AccessRights -join ',')" } }
Show (Get-MailboxFolderPermission jsmith:\Calendar)
Show (Add-MailboxFolderPermission jsmith@tenant.com:\Calendar -User administrator@tenant.com -AccessRights Reviewer)
Set-MailboxFolderPermission -Identity 'jsmith@tenant.com:\Calendar' -User Default -AccessRights LimitedDetails
Set-MailboxFolderPermission jsmith:\Calendar -User administrator@tenant.com -AccessRights Editor -SharingPermissionFlags Delegate
Get-MailboxFolderPermission jsmith:\Calendar | Format-Table
(Get-EXOMailboxFolderPermission -Identity jsmith:\Calendar -User administrator@tenant.com).User.DisplayName
try { Add-MailboxFolderPermission jsmith:\Calendar -User administrator@tenant.com -AccessRights Reviewer -ErrorAction Stop } catch { "$_" }
try { Set-MailboxFolderPermission jsmith:\Inbox -User administrator@tenant.com -AccessRights Reviewer -ErrorAction Stop } catch { "$_" }
try { Set-MailboxFolderPermission jsmith:\Calendar -User administrator@tenant.com -AccessRights Reading -ErrorAction Stop } catch { "$_" }
Remove-MailboxFolderPermission jsmith:\Calendar -User administrator@tenant.com -Confirm:$false
@(Get-MailboxFolderPermission jsmith:\Calendar).Count
'-- others'
(Get-EXOMailbox -ResultSize Unlimited -RecipientTypeDetails UserMailbox -Properties ForwardingSmtpAddress, ExternalDirectoryObjectId).Name -join ', '
(Get-EXOMailbox -PrimarySmtpAddress jsmith@tenant.com -PropertySets Delivery).Name
@(Get-DatabaseAvailabilityGroup).Count, @(Get-UnifiedGroup -ResultSize Unlimited).Count, @(Get-DynamicDistributionGroup -Filter "Name -like '*'").Count -join ' '
try { Get-MailUser ghost -ErrorAction Stop } catch { "$_" }
'-- dates'
$c = Get-ExchangeCertificate
"$($c.NotAfter.Kind) $(($c.NotAfter - $c.NotBefore).Days -ge 1800) $((Get-Mailbox jsmith).WhenCreatedUTC.Kind) $((Get-Mailbox jsmith).WhenCreated.Kind)"
@(Select-String -Path ./state/hosting.yaml -Pattern '^NotAfter: "?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"?$').Count
'-- patterns'
(Get-Mailbox '[j-k]ohn*').Name
(Get-Mailbox 'TenantCompany\[b-z]*').Name
$null = New-Mailbox -Organization Contoso -Name 'Room [1]' -Alias room1 -Room
(Get-Mailbox 'Room [1]').Name
try { Get-Mailbox '[x-z]none' -ErrorAction Stop } catch { "$_" }
'-- webmail'
Set-OwaVirtualDirectory 'EX01\owa (Default Web Site)' -LogonFormat UserName -DefaultDomain provider.com -InstantMessagingEnabled $false -CalendarEnabled $true
(Get-OwaVirtualDirectory).LogonFormat
Get-MapiVirtualDirectory | Set-MapiVirtualDirectory -ExternalUrl https://mail.provider.com/mapi
Get-PowerShellVirtualDirectory | Set-PowerShellVirtualDirectory -InternalUrl https://ex01.provider.com/PowerShell
"$((Get-MapiVirtualDirectory).ExternalUrl) $((Get-PowerShellVirtualDirectory).InternalUrl.Host)"
'-- generations'
$null = Publish-HostingConfiguration -WarningAction SilentlyContinue
(Get-HostingGeneration | Format-Table | Out-String -Stream | Where-Object { $_ }).Count
'-- an organization goes'
Test-Path ./state/keys/organizations/TenantCompany.yaml
Remove-Organization TenantCompany -Confirm:$false
$null = Publish-HostingConfiguration -WarningAction SilentlyContinue
Test-Path ./state/keys/organizations/TenantCompany.yaml
'-- identities'
$m = Get-Mailbox anna
"$($m.Identity) $($m.Identity.Name) $($m.Identity.Parent) $($m.Identity.ObjectGuid -eq $m.Guid) $($m.Identity.DistinguishedName)"
"$($m.Identity -eq 'contoso\anna meyer') $('Contoso\Anna Meyer' -eq $m.Identity) $($m.Identity.Split('\')[1]) $(($m.Identity -split '\\')[0])"
$known = @{ $m.Identity = 'known' }
$known[(Get-Mailbox anna).Identity]
(Get-Mailbox $m.Identity).Name
$m | Select-Object Identity, RecipientTypeDetails, EmailAddresses | ConvertTo-Json
(Get-ExchangeCertificate).ServicesStringForm
'-- protocols'
Set-CASMailbox anna -PopEnabled $false -ActiveSyncEnabled:$false -OWAMailboxPolicy Default
Get-CASMailbox anna | Format-Table
(Get-EXOCASMailbox -ResultSize Unlimited | Where-Object { -not $_.PopEnabled }).Name
(Get-CASMailbox -Filter { PopEnabled -eq $false }).Name
Get-Mailbox | Get-CASMailbox | Where-Object ImapEnabled | Measure-Object | ForEach-Object Count
'-- services'
Test-ServiceHealth EX01 | ForEach-Object { "$($_.Role): $(($_.ServicesRunning + $_.ServicesNotRunning | Sort-Object) -join ' ')" }
