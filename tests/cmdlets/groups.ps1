# Distribution groups and contacts: members by any identity, names, addresses, who leaves with whom.
'-- new'
$g = New-DistributionGroup -Name Sales -PrimarySmtpAddress sales@tenant.com -Members jsmith@tenant.com
"$($g.Identity) $($g.Alias) $($g.PrimarySmtpAddress) $($g.GroupType) $($g.RecipientTypeDetails)"
$g = New-DistributionGroup -Name 'All Staff' -Organization TenantCompany -ManagedBy jsmith -Type Security -CopyOwnerToMember -RequireSenderAuthenticationEnabled $false
"$($g.Alias) $($g.PrimarySmtpAddress) $($g.GroupType) $($g.ManagedBy)"
$c = New-MailContact -Name 'Ext Partner' -ExternalEmailAddress partner@example.org -Organization TenantCompany
"$($c.Alias) $($c.ExternalEmailAddress) $($c.PrimarySmtpAddress)"
'-- members'
Add-DistributionGroupMember 'All Staff' -Member Sales
'partner@example.org', 'administrator@tenant.com' | Add-DistributionGroupMember -Identity 'All Staff'
Get-DistributionGroupMember 'All Staff' | ForEach-Object { "$($_.Name) | $($_.RecipientType) | $($_.PrimarySmtpAddress)" }
try { Add-DistributionGroupMember 'All Staff' -Member Sales -ErrorAction Stop } catch { "$_" }
try { Add-DistributionGroupMember Sales -Member Sales -ErrorAction Stop } catch { "$_" }
try { Remove-DistributionGroupMember Sales -Member 'Ext Partner' -Confirm:$false -ErrorAction Stop } catch { "$_" }
try { Add-DistributionGroupMember Sales -Member anna@contoso.com -ErrorAction Stop } catch { "$_" }
'-- recipients'
Get-Recipient -Organization TenantCompany | ForEach-Object { "$($_.Name) $($_.RecipientTypeDetails)" }
(Get-Recipient sales@tenant.com).Name
(Get-Recipient -RecipientTypeDetails MailUniversalDistributionGroup, MailContact).Name -join ', '
(Get-Recipient -Filter "Name -like 'S*'").Name
(Get-Recipient -SortBy Name -Organization TenantCompany).Name -join ', '
(Get-EXORecipient -PrimarySmtpAddress partner@example.org -PropertySets All).DisplayName
'-- changes'
Set-DistributionGroup Sales -Name 'Sales Team' -EmailAddresses @{ Add = 'verkauf@tenant.com' } -ManagedBy @{ Add = 'jsmith' }
$g = Get-DistributionGroup verkauf@tenant.com
"$($g.Name) $($g.EmailAddresses -join ',') $($g.ManagedBy)"
(Get-DistributionGroup -ManagedBy jsmith).Name -join ', '
[string]::Join('; ', $g.EmailAddresses)
Set-Mailbox jsmith -Name 'Jonathan Smith' -ForwardingAddress 'Ext Partner'
(Get-Mailbox jsmith).ForwardingAddress
(Get-DistributionGroupMember 'Sales Team').Name
Set-Mailbox jsmith -ForwardingAddress $null
'-- gone'
Remove-MailContact 'Ext Partner' -Confirm:$false
Remove-Mailbox jsmith -Confirm:$false
(Get-DistributionGroupMember 'All Staff').Name -join ', '
(Get-DistributionGroup 'All Staff').ManagedBy.Count
Update-DistributionGroupMember 'Sales Team' -Members administrator@tenant.com -Confirm:$false
(Get-DistributionGroupMember 'Sales Team').Name
Remove-DistributionGroup 'Sales Team' -Confirm:$false
(Get-DistributionGroupMember 'All Staff').Name
