<#
.SYNOPSIS
	Sweeps all user mailboxes and sets their quotas by department.
.DESCRIPTION
	The quota of a department is looked up in a table; mailboxes with a higher quota of their own are left alone.
	The warning comes at 90 percent, sending stops at 95 percent.
.PARAMETER QuotaTable
	Department = quota. Departments that are not in it get the default.
.PARAMETER Default
	The quota of everybody else.
#>
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = "Low")]
param(
	[hashtable]$QuotaTable = @{ Sales = 5GB; IT = 8GB; Finance = 3GB },
	[int64]$Default = 2GB,
	[switch]$Force
)

function Get-QuotaInBytes {
	[OutputType([long])]
	param($Quota)
	if ($Quota.IsUnlimited) { return [long]::MaxValue }
	return $Quota.Value.ToBytes()
}

$changes = @{}
$unchanged = 0

foreach ($mbx in (Get-Mailbox -ResultSize Unlimited -RecipientTypeDetails UserMailbox)) {
	$department = (Get-User -Identity $mbx.Identity).Department
	$quota = if ($department -and $QuotaTable.ContainsKey($department)) { $QuotaTable[$department] } else { $Default }
	$current = Get-QuotaInBytes $mbx.ProhibitSendReceiveQuota

	if ($current -eq $quota) { $unchanged++; continue }
	if ($current -gt $quota -and -not $Force) {
		Write-Warning ("{0} has {1:N0} MB, more than the {2:N0} MB of {3}; use -Force to lower it" -f $mbx.Name, ($current / 1MB), ($quota / 1MB), $department)
		continue
	}
	if ($PSCmdlet.ShouldProcess($mbx.UserPrincipalName, ("Set quota to {0:N1} GB" -f ($quota / 1GB)))) {
		$settings = @{
			Identity                  = $mbx.DistinguishedName
			UseDatabaseQuotaDefaults  = $false
			IssueWarningQuota         = [string]([math]::Floor($quota * 0.9 / 1MB)) + "MB"
			ProhibitSendQuota         = "$([math]::Floor($quota * 0.95 / 1MB))MB"
			ProhibitSendReceiveQuota  = $quota
		}
		Set-Mailbox @settings
		$key = if ($department) { $department } else { "(none)" }
		$changes[$key] += 1
	}
}

$changes.GetEnumerator() | Sort-Object -Property Name | ForEach-Object { Write-Host ("{0,-10} {1,3} changed" -f $_.Key, $_.Value) }
Write-Host "$unchanged mailboxes had the right quota already"

# The largest ones, as a check
Get-Mailbox -ResultSize Unlimited |
	Sort-Object -Property @{ Expression = { $_.ProhibitSendReceiveQuota.Value.ToBytes() }; Descending = $true }, Name |
	Select-Object -First 3 -Property Name, @{ n = "QuotaGB"; e = { $_.ProhibitSendReceiveQuota.Value.ToGB() } }, @{ n = "Warning"; e = { "$($_.IssueWarningQuota)".Split("(")[0].Trim() } }
