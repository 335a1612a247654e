# CertificateReport.ps1
# Reports the certificates of every Exchange server and warns of those that expire soon.
# Exit code: 0 all fine, 1 something expires, 2 something has expired - for the monitoring system
param(
    [int]$WarningDays = 30,
    [string]$HtmlFile = "$env:TEMP\CertificateReport.html",
    [switch]$Quiet
)

$now = Get-Date
$worst = 0
$rows = @()

$servers = @(Get-ExchangeServer | Where-Object {$_.AdminDisplayVersion -like "Version 14*" -or $_.AdminDisplayVersion -like "Version 15*"} | Sort-Object Name)
foreach ($server in $servers)
{
    if (!$Quiet) { Write-Host "Checking $($server.Name) ($($server.ServerRole)), version $($server.AdminDisplayVersion.Major).$($server.AdminDisplayVersion.Minor)" }
    foreach ($cert in @(Get-ExchangeCertificate -Server $server.Name -WarningAction SilentlyContinue))
    {
        $days = ($cert.NotAfter - $now).Days
        $status = switch ($days)
        {
            { $_ -lt 0 }            { "Expired"; $worst = 2; break }
            { $_ -lt $WarningDays } { "Expires soon"; if ($worst -lt 1) { $worst = 1 }; break }
            default                 { "OK" }
        }
        $rows += New-Object PSObject -Property @{
            Server     = $server.Name
            Subject    = $cert.Subject
            Issuer     = $cert.Issuer
            Domains    = ($cert.CertificateDomains | ForEach-Object { $_.ToString() }) -join ", "
            Services   = $cert.Services
            SelfSigned = $cert.IsSelfSigned
            Expires    = $cert.NotAfter.ToString("yyyy-MM-dd")
            Days       = $days
            Status     = $status
            Thumbprint = $cert.Thumbprint
        }
    }
}

$body = foreach ($row in ($rows | Sort-Object Days))
{
    $class = if ($row.Status -eq "OK") { "ok" } else { "bad" }
    "<tr class='$class'><td>{0}</td><td>{1}</td><td>{2}</td><td>{3}</td><td>{4}</td></tr>" -f $row.Server, [System.Web.HttpUtility]::HtmlEncode($row.Subject), $row.Services, $row.Expires, $row.Status
}
$html = @"
<html><head><title>Certificates</title>
<style>.ok { background: #dfd } .bad { background: #fdd }</style></head>
<body><h2>Exchange certificates</h2>
<table><tr><th>Server</th><th>Subject</th><th>Services</th><th>Expires</th><th>Status</th></tr>
$($body -join "`r`n")
</table></body></html>
"@
Set-Content -Path $HtmlFile -Value $html -Encoding UTF8

if (!$Quiet)
{
    $rows | Select-Object Server, Subject, Domains, Services, SelfSigned, Status | Format-List
    Write-Host "$($rows.Count) certificate(s), worst status $worst" -ForegroundColor $(if ($worst) { "Red" } else { "Green" })
}
exit $worst
