#########################################################################
# Habits of administrators: capitals, blanks where they may stand, blanks
# where they may not be missed, old spellings.
#########################################################################
Param([String]$CSVPath = "C:\Temp\users.csv",[Switch]$WhatIf,[ValidateNotNull()]$Domain=$Env:USERDNSDOMAIN)
$ErrorActionPreference="SilentlyContinue"
IF(!(Get-PSSnapin|Where-Object {$_.Name -eq "Microsoft.Exchange.Management.PowerShell.E2010"})){Add-PSSnapin Microsoft.Exchange.Management.PowerShell.E2010}
[void][System.Reflection.Assembly]::LoadWithPartialName("System.Windows.Forms")
$Users=Import-Csv $CSVPath -Delimiter ";"
Foreach($User in $Users)
{
    $Name=$User.FirstName+" "+$User.LastName; $UPN=$User.Alias+"@"+$Domain
    $Pass=ConvertTo-SecureString -String $User.Password -AsPlainText -Force
    if((Get-Mailbox $User.Alias -ErrorAction SilentlyContinue)-eq $null)
    {
        New-Mailbox -Name $Name -UserPrincipalName $UPN -Password $Pass -ResetPasswordOnNextLogon:$False -Database (Get-MailboxDatabase|Sort Name)[0].Name|Out-Null
    }
    Else
    {Write-Warning ("{0} exists" -f $Name)}
    if($?){Write-Host "$Name`t$UPN" -fore Green}else{Write-Host "Failed: $($Error[0])" -fore Red}
}
$Report=@();$Body="";$i=0
$Report+=[PSCustomObject][Ordered]@{"Display Name"=$Users[0].Name;"Size (GB)"=[math]::Round($Size/1gb,2);Percent="{0:P0}"-f($a/$b)}
$html="<html><style>BODY{font-family: Calibri; font-size: 10pt;}</style>"
$html+="<td>$($User.'Primary Address')</td><td style='color:$(if($x -gt 5){"red"}else{"green"})'>$([math]::Round($x,2))%</td>"
$Body=$Report|ConvertTo-Html -Head $html -PreContent "<h1>Report for $((Get-Date).ToString('dd.MM.yyyy'))</h1>"|Out-String
Send-MailMessage -To "admin@tenant.example","ops@tenant.example" -From "report@tenant.example" -Subject "Report $(Get-Date -f 'yyyy-MM-dd')" -Body $Body -BodyAsHtml -SmtpServer "mail.tenant.example" -Port 587 -UseSsl
$Filter="(Name -like '*$Name*') -and (RecipientTypeDetails -ne 'DiscoveryMailbox')"
Get-Mailbox -Filter {(CustomAttribute1 -eq "x") -and (HiddenFromAddressListsEnabled -eq $true)} -ResultSize:Unlimited|select Name,@{l='Mail';e={$_.PrimarySmtpAddress -replace '@.*$',''}},@{Name="Created";Expression={$_.WhenCreated.ToShortDateString()}}|Export-Csv "C:\Temp\$(Get-Date -Format yyyyMMdd)-report.csv" -NoType -Encoding UTF8
Get-MessageTrackingLog -Start (Get-Date).AddDays(-1) -End ([datetime]::Now) -EventId "FAIL"|?{$_.Recipients -match "@$([regex]::Escape($Domain))$"}|group Sender|sort Count -desc|select -first 10|ft -auto
Function Choose-File($Title="Pick",[int]$Max=5){Begin{}Process{Return $Title}End{}}
$a,$b=1,2;$c=[int]($a+$b);$d=-not($a -eq $b);$e=!($a);$f=[string]::IsNullOrEmpty($g)-or$h
$choice=Read-Host "Continue? [Y/N]"
switch($choice){"Y"{Write-Host yes}"N"{Exit}Default{Write-Host "?"}}
switch -wildcard($choice.ToLower()){"y*"{1;break}{$_ -in "a","b"}{2}}
While(($choice -ne "q")-and($i++ -lt 3)){Start-Sleep -s 1}
Do{$n++}Until($n -ge 3)
For($i=0;$i -lt $Users.Count;$i++){$Users[$i].Name}
1..5|%{"Item $_"}|%{$_.Trim()}|?{$_}
Get-Content .\list.txt|ForEach-Object -Begin{$x=0} -Process{$x++} -End{$x}
$Date=Get-Date;$Stamp="$($Date.Day).$($Date.Month)_$Name-$Domain.log"
$Path="$PSScriptRoot\logs\$env:COMPUTERNAME-$($MyInvocation.MyCommand.Name).txt"
"{0,-20} {1,10:N2}" -f $Name,$Size
Write-Host ("="*60) -ForegroundColor Yellow
Write-Host "Total: "$Users.Count" users," ($Users|measure).Count "found"
if ($Users.Count -eq 0 -or
    $null -eq $Users) { return }
$Hash = @{
    "Server1" = "10.0.0.1"; "Server2" = "10.0.0.2"
    Server3   =
        "10.0.0.3"
}
Get-MailboxPermission -Identity $User.Alias | Where-Object {
    ($_.User -notlike "NT AUTHORITY\SELF") -and
    ($_.IsInherited -eq $false) } |
Select Identity,
       User,
       @{
           Name       = 'Rights'
           Expression = { [string]::join(', ', $_.AccessRights) }
       } |
  Format-Table -AutoSize
$ScriptBlock = { Param($x) Get-Item $x }
Invoke-Command -ScriptBlock $ScriptBlock -ArgumentList "a",$b
Try { Get-Item "nosuch" -ErrorAction Stop } Catch [System.Management.Automation.ItemNotFoundException] { "gone" } Catch { $_ | fl * -force }
Write-Host “Typographic quotes” –ForegroundColor Green; Write-Host ‘single’ — 'x'
$umlaut = "Größe für Müller € 5"
#requires -RunAsAdministrator
