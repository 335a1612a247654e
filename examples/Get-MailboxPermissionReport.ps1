#requires -version 3.0
# Who has access to whose mailbox: Full Access, Send As, Send on Behalf. Writes a CSV file.
param (
	[string]$ReportFile = "C:\Temp\MailboxPermissions.csv",
	[switch]$IncludeSelf
)

# Load the module, or install it for this user
$Module = Get-Module -Name ExchangeOnlineManagement -ListAvailable
if ($Module.Count -eq 0) {
	Write-Host "Exchange Online PowerShell module is not available" -ForegroundColor Yellow
	$Confirm = Read-Host "Are you sure you want to install module? [Y] Yes [N] No"
	if ($Confirm -match "[yY]") {
		Install-Module ExchangeOnlineManagement -Repository PSGallery -AllowClobber -Force -Scope CurrentUser
	} else {
		Exit
	}
}
Import-Module ExchangeOnlineManagement
Connect-ExchangeOnline -ShowBanner:$false

$Output = [System.Collections.Generic.List[Object]]::new()
$Mailboxes = Get-EXOMailbox -RecipientTypeDetails UserMailbox, SharedMailbox, RoomMailbox -ResultSize Unlimited -Properties GrantSendOnBehalfTo
$MbxCount = 0
$PreviousTitle = $Host.UI.RawUI.WindowTitle

Foreach ($M in $Mailboxes) {
	$MbxCount++
	Write-Progress -Activity "`n     Processed mailbox count: $MbxCount `n  Currently processing: $($M.DisplayName)"

	# Full Access
	$Permissions = Get-EXOMailboxPermission -Identity $M.UserPrincipalName | ? {($_.AccessRights -like "*FullAccess*") -and ($_.IsInherited -eq $false)}
	if (!$IncludeSelf) { $Permissions = $Permissions | ? {$_.User -notlike "NT AUTHORITY\SELF" -and $_.User -notmatch "S-1-5-21"} }
	Foreach ($P in $Permissions) {
		$ReportLine = [PSCustomObject] @{
			Mailbox     = $M.DisplayName
			UPN         = $M.UserPrincipalName
			Type        = $M.RecipientTypeDetails
			Permission  = [string]::Join(', ', $P.AccessRights)
			'Granted to' = $P.User
		}
		$Output.Add($ReportLine)
	}

	# Send As
	Get-EXORecipientPermission -Identity $M.UserPrincipalName | Where-Object {-not (($_.Trustee -match "NT AUTHORITY") -or ($_.Trustee -match "S-1-5-21"))} | ForEach-Object {
		$Output.Add([PSCustomObject] @{
			Mailbox = $M.DisplayName; UPN = $M.UserPrincipalName; Type = $M.RecipientTypeDetails
			Permission = 'SendAs'; 'Granted to' = $_.Trustee
		})
	}

	# Send on Behalf
	if ($M.GrantSendOnBehalfTo.Count -gt 0) {
		foreach ($Delegate in $M.GrantSendOnBehalfTo) {
			$Output.Add([PSCustomObject] @{
				Mailbox = $M.DisplayName; UPN = $M.UserPrincipalName; Type = $M.RecipientTypeDetails
				Permission = 'SendOnBehalf'; 'Granted to' = (Get-Recipient $Delegate).PrimarySmtpAddress
			})
		}
	}
}

If ($Output.Count -eq 0) {
	Write-Host "No data found" -ForegroundColor Red
} else {
	$Output | Sort-Object Mailbox, Permission | Export-Csv -Path $ReportFile -NoType
	$Output | Select-Object Mailbox, Permission, 'Granted to' | Out-Host
	Write-Host `n"The report has $($Output.Count) lines for $MbxCount mailboxes: " -NoNewline; Write-Host (Split-Path $ReportFile -Leaf) -ForegroundColor Yellow
}
Disconnect-ExchangeOnline -Confirm:$false -InformationAction Ignore -ErrorAction SilentlyContinue
