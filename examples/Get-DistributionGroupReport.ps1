<#
	.SYNOPSIS
	Exports all distribution groups with their members and owners; finds the empty and the ownerless ones.

	.EXAMPLE
	.\Get-DistributionGroupReport.ps1 -Recurse -Verbose
#>
[cmdletbinding()]
param (
	[Parameter( Mandatory=$false)]
	[string]$ExportPath = "C:\Temp\Groups",

	[Parameter( Mandatory=$false)]
	[switch]$Recurse
)

function Get-GroupMember
{
	param ($Group, [int]$Depth = 0)

	foreach ($member in Get-DistributionGroupMember -Identity $Group.Identity -ResultSize Unlimited)
	{
		[pscustomobject]@{
			Group = $Group.Name
			Depth = $Depth
			Member = $member.DisplayName
			Address = $member.PrimarySmtpAddress
			Type = $member.RecipientType
		}
		if ($Recurse -and $member.RecipientType -like "Mail*Group" -and $Depth -lt 5)
		{
			Get-GroupMember -Group (Get-DistributionGroup -Identity $member.Identity) -Depth ($Depth + 1)
		}
	}
}

if ((Test-Path $ExportPath) -eq $false) { mkdir $ExportPath | Out-Null }

$groups = Get-DistributionGroup -ResultSize Unlimited | sort Name
Write-Verbose "There are $($groups.Count) groups"
$membership = @($groups | ForEach-Object { Get-GroupMember -Group $_ })

$groups | Select-Object -Property DisplayName, PrimarySmtpAddress, GroupType,
	@{Name='Owners';Expression={ $_.ManagedBy -join ';' }},
	@{Name='Members';Expression={ $name = $_.Name; @($membership | Where-Object { $_.Group -eq $name -and $_.Depth -eq 0 }).Count }} |
	Tee-Object -Variable summary |
	Export-Csv -NoTypeInformation -Path "$ExportPath\Groups.csv" -Delimiter ';'
$membership | Export-Csv -NoTypeInformation -Path "$ExportPath\Members.csv" -Delimiter ';'

$summary | Format-Table -Property DisplayName, PrimarySmtpAddress, Owners, Members

$empty = $summary | Where-Object Members -EQ 0
$ownerless = $summary.Where({ -not $_.Owners })
Write-Host "Empty     : $(($empty | ForEach-Object DisplayName) -join ', ')"
Write-Host "Ownerless : $($ownerless.DisplayName -join ', ')"
if ($Recurse) { Write-Host ("Deepest   : {0} levels" -f (($membership | Measure-Object Depth -Maximum).Maximum + 1)) }
Get-ChildItem $ExportPath | Sort-Object Name | ForEach-Object { "{0}: {1} lines" -f $_.Name, (Get-Content $_.FullName).Count }
