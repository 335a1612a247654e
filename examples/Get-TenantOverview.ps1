#Requires -Modules ExchangeOnlineManagement
Set-StrictMode -Version Latest

<#
An overview of all tenants as objects, as JSON and as a table: domains, mailboxes by type and
department, addresses outside the default domain, plans.
#>

$overview = foreach ($tenant in Get-Organization | Sort-Object Name) {
    $domains   = @(Get-AcceptedDomain -Organization $tenant.Name)
    $mailboxes = @(Get-Mailbox -Organization $tenant.Name -ResultSize Unlimited)
    $users     = @(Get-User -Organization $tenant.Name -ResultSize Unlimited)
    $default   = ($domains | Where-Object { $_.Default }).DomainName.ToString()

    $other = $mailboxes | ForEach-Object { $_.EmailAddresses } |
        Where-Object { $_.PrefixString -eq 'smtp' -and $_.AddressString -notlike "*@$default" } |
        Select-Object -ExpandProperty AddressString

    [pscustomobject][ordered]@{
        Tenant      = $tenant.Name
        Plan        = $tenant.ServicePlan
        Domains     = @($domains | ForEach-Object { "$($_.DomainName)" } | Sort-Object)
        Types       = $mailboxes | Group-Object RecipientTypeDetails -NoElement | Sort-Object Name | ForEach-Object { "$($_.Name)=$($_.Count)" }
        Departments = @($users | Where-Object Department | Group-Object Department | Sort-Object @{ e = 'Count'; Descending = $true }, Name | Select-Object -First 3 -ExpandProperty Name)
        OtherAddresses = @($other).Count
        QuotaGB     = ($mailboxes | Where-Object { -not $_.ProhibitSendReceiveQuota.IsUnlimited } |
                        ForEach-Object { $_.ProhibitSendReceiveQuota.Value.ToMB() } | Measure-Object -Sum).Sum / 1KB
        Forwarding  = @($mailboxes | Where-Object { $_.ForwardingAddress -or $_.ForwardingSmtpAddress }).Count
    }
}

$overview | ConvertTo-Json -Depth 3 | Out-File -FilePath C:\Temp\overview.json
$overview | Format-Table Tenant, Plan, @{ L = 'Domains'; E = { $_.Domains -join ', ' } }, QuotaGB, Forwarding -AutoSize
foreach ($o in $overview) {
    Write-Output ('{0}: {1}; most people in {2}' -f $o.Tenant, ($o.Types -join ', '), ($o.Departments -join ', '))
}

# what was written can be read again
$again = Get-Content -Raw C:\Temp\overview.json | ConvertFrom-Json
'{0} tenants, {1} domains' -f @($again).Count, ($again.Domains | Sort-Object -Unique).Count
