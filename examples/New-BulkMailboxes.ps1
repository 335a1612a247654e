<#
.SYNOPSIS
    Creates mailboxes in bulk from a CSV file.
.DESCRIPTION
    The CSV file has the columns FirstName, LastName, Alias, Domain, Department, Office and Password.
    Users who are there already are skipped, failures are written to a log, and a summary is shown at the end.
.PARAMETER CsvPath
    The CSV file.
.PARAMETER LogPath
    Where the log is written.
.EXAMPLE
    .\New-BulkMailboxes.ps1 -CsvPath .\data\new-users.csv
.NOTES
    Run it again after mending the rows that failed: the others are skipped.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateScript({ Test-Path $_ -PathType Leaf })]
    [string]$CsvPath,

    [string]$LogPath = "C:\Temp\New-BulkMailboxes_$(Get-Date -Format 'yyyyMMdd').log"
)

if (!(Get-PSSnapin | Where-Object { $_.Name -eq 'Microsoft.Exchange.Management.PowerShell.E2010' })) {
    Add-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010 -ErrorAction SilentlyContinue
}
Set-ADServerSettings -ViewEntireForest $true

function Write-Log {
    param([string]$Message, [ValidateSet('INFO', 'WARN', 'ERROR')][string]$Level = 'INFO')

    $line = '{0:yyyy-MM-dd HH:mm:ss} [{1}] {2}' -f (Get-Date), $Level, $Message
    Add-Content -Path $LogPath -Value $line
    switch ($Level) {
        'ERROR' { Write-Host $Message -ForegroundColor Red }
        'WARN' { Write-Host $Message -ForegroundColor Yellow }
        default { Write-Host $Message -ForegroundColor Green }
    }
}

$users = @(Import-Csv -Path $CsvPath)
$created = 0; $skipped = 0; $failed = 0
$counter = 0

foreach ($user in $users) {
    $counter++
    $displayName = "$($user.FirstName) $($user.LastName)"
    $upn = "$($user.Alias)@$($user.Domain)"
    Write-Progress -Activity 'Creating mailboxes' -Status $displayName -PercentComplete (($counter / $users.Count) * 100)

    if (Get-Mailbox -Identity $upn -ErrorAction SilentlyContinue) {
        Write-Log "$upn exists already, skipped" -Level WARN
        $skipped++
        continue
    }

    $parameters = @{
        Name               = $displayName
        DisplayName        = $displayName
        FirstName          = $user.FirstName
        LastName           = $user.LastName
        Alias              = $user.Alias
        UserPrincipalName  = $upn
        Password           = (ConvertTo-SecureString -String $user.Password -AsPlainText -Force)
        ResetPasswordOnNextLogon = $true
        ErrorAction        = 'Stop'
    }
    try {
        New-Mailbox @parameters | Out-Null
        Set-User -Identity $upn -Department $user.Department -Office $user.Office -ErrorAction Stop
        Write-Log "$upn created"
        $created++
    }
    catch {
        Write-Log "$upn failed: $($_.Exception.Message)" -Level ERROR
        $failed++
    }
}
Write-Progress -Activity 'Creating mailboxes' -Completed

Write-Host ''
Write-Host ("Total: {0}  Created: {1}  Skipped: {2}  Failed: {3}" -f $users.Count, $created, $skipped, $failed) -ForegroundColor Cyan
