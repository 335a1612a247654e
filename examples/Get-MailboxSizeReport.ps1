<#
.SYNOPSIS
    Reports mailbox sizes and quotas to CSV and HTML.
.EXAMPLE
    .\Get-MailboxSizeReport.ps1 -OutputFolder C:\Reports
.EXAMPLE
    .\Get-MailboxSizeReport.ps1 -Organization Contoso -Top 5
#>
[CmdletBinding()]
Param(
    [string]$OutputFolder = 'C:\Temp\',
    [string]$Organization,
    [int]$Top = 10
)

#region functions
Function ConvertTo-Megabytes ($Size) {
    # "1.5 GB (1,610,612,736 bytes)": sizes of remote sessions are text, so take the bytes out of the brackets
    if ("$Size" -eq 'Unlimited') { return $null }
    $bytes = ($Size.ToString() -split '\(')[1] -replace ',', '' -replace ' bytes\)', ''
    [math]::Round([long]$bytes / 1MB, 2)
}
#endregion

if (-not (Test-Path $OutputFolder)) {
    New-Item -Path $OutputFolder -ItemType Directory | Out-Null
}

$splat = @{ ResultSize = 'Unlimited' }
if ($Organization) { $splat.Add('Organization', $Organization) }
$mailboxes = Get-Mailbox @splat | Where-Object { $_.RecipientTypeDetails -ne 'RoomMailbox' } | Sort-Object DisplayName

$report = @()
$i = 0
ForEach ($mailbox in $mailboxes) {
    $i++
    Write-Progress -Activity "Gathering statistics ($i/$($mailboxes.Count))" -Status $mailbox.DisplayName -PercentComplete ($i / $mailboxes.Count * 100)
    $stats = Get-MailboxStatistics $mailbox.Identity -WarningAction SilentlyContinue
    $object = New-Object -TypeName PSObject
    $object | Add-Member -MemberType NoteProperty -Name 'DisplayName' -Value $mailbox.DisplayName
    $object | Add-Member -MemberType NoteProperty -Name 'PrimarySmtpAddress' -Value $mailbox.PrimarySmtpAddress
    $object | Add-Member -MemberType NoteProperty -Name 'Type' -Value $mailbox.RecipientTypeDetails
    $object | Add-Member -MemberType NoteProperty -Name 'Items' -Value $stats.ItemCount
    $object | Add-Member -MemberType NoteProperty -Name 'SizeMB' -Value $stats.TotalItemSize.Value.ToMB()
    $object | Add-Member -MemberType NoteProperty -Name 'QuotaMB' -Value (ConvertTo-Megabytes $mailbox.ProhibitSendReceiveQuota)
    $object | Add-Member -MemberType NoteProperty -Name 'Status' -Value $stats.StorageLimitStatus
    $report += $object
}

$csv = Join-Path $OutputFolder 'MailboxSizes.csv'
$html = Join-Path $OutputFolder 'MailboxSizes.html'
$report | Export-Csv -Path $csv -NoTypeInformation -Encoding UTF8

$head = @"
<style>
body  { font-family: Calibri, Arial; font-size: 10pt; }
table { border-collapse: collapse; }
th    { background-color: #0072C6; color: white; }
td, th { border: 1px solid #ccc; padding: 4px; }
</style>
"@
$pre = "<h1>Mailbox sizes</h1><p>$($report.Count) mailboxes on $((Get-OrganizationConfig).Name)</p>"
$report | Sort-Object QuotaMB -Descending | Select-Object -First $Top |
    ConvertTo-Html -Title 'Mailbox sizes' -Head $head -PreContent $pre -PostContent "<p>Top $Top by quota</p>" |
    Out-File -FilePath $html -Encoding utf8

$total = ($report | Measure-Object -Property SizeMB -Sum).Sum
$report | Group-Object Type | Sort-Object Name | Format-Table Name, Count -AutoSize
Write-Host "$($report.Count) mailboxes, $total MB in all, written to $(Split-Path $csv -Leaf) and $(Split-Path $html -Leaf)" -ForegroundColor Green
