<#
.SYNOPSIS
Sweeps all mailboxes for forwarding, inside and outside, and removes the external ones if told to.

.DESCRIPTION
Compares the domain of each forwarding address with the accepted domains. With -Remediate the
forwarding to outside is taken away; -WhatIf shows what would be done.

.PARAMETER Remediate
Takes forwarding to outside away.

.EXAMPLE
./Find-MailForwarding.ps1 -Remediate -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $True, ConfirmImpact = 'Medium')]
Param (
  [Switch] $Remediate,
  [String] $ReportPath = 'C:\Temp\Forwarding.csv'
)

$AcceptedDomains = Get-AcceptedDomain | Select-Object -ExpandProperty DomainName | ForEach-Object { $_.ToString().ToLower() }
Write-Verbose ("Accepted domains: " + ($AcceptedDomains -join ', '))

$Results = New-Object System.Collections.ArrayList

Get-Mailbox -ResultSize Unlimited -Filter { ForwardingSmtpAddress -ne $null -or ForwardingAddress -ne $null } | ForEach-Object {
  $Mailbox = $_
  If ($Mailbox.ForwardingSmtpAddress) {
    $Address = $Mailbox.ForwardingSmtpAddress.ToString() -replace '^smtp:', ''
    $Via = 'ForwardingSmtpAddress'
  }
  Else {
    $Target = Get-Recipient -Identity $Mailbox.ForwardingAddress
    $Address = $Target.PrimarySmtpAddress.ToString()
    $Via = 'ForwardingAddress'
  }
  $Domain = $Address.Split('@')[1]
  $External = $AcceptedDomains -notcontains $Domain

  [void] $Results.Add([PSCustomObject] @{
      Mailbox     = $Mailbox.PrimarySmtpAddress
      ForwardsTo  = $Address
      Via         = $Via
      KeepsCopy   = $Mailbox.DeliverToMailboxAndForward
      External    = $External
      Remediated  = $False
    })

  If ($External -and $Remediate) {
    If ($PSCmdlet.ShouldProcess($Mailbox.PrimarySmtpAddress, "Remove forwarding to $Address")) {
      Set-Mailbox -Identity $Mailbox.Identity -ForwardingSmtpAddress $null -ForwardingAddress $null -DeliverToMailboxAndForward $False
      $Results[-1].Remediated = $True
    }
  }
}

If ($Results.Count -eq 0) {
  Write-Host 'No mailbox forwards its mail.' -ForegroundColor Green
  return
}

$Results | Sort-Object Mailbox | Format-Table Mailbox, ForwardsTo, KeepsCopy, External, Remediated -AutoSize
$Results | Export-Csv -Path $ReportPath -NoTypeInformation

$Summary = $Results | Group-Object External -AsHashTable -AsString
"External: {0}, internal: {1}" -f @($Summary['True']).Count, @($Summary['False']).Count
