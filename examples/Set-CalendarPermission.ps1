# Lets everybody of an organization see the calendars: "Default" gets Reviewer (or another right) on each.
# 2019-03: room mailboxes get LimitedDetails. 2021-11: skips what is right already.

Param(
  [Parameter(Mandatory=$true, HelpMessage="Which organization?")]
  [ValidateNotNullOrEmpty()]
  [String]$Organization,

  [ValidateSet("Reviewer","LimitedDetails","AvailabilityOnly","Editor")]
  [String]$AccessRights = "Reviewer",

  [String[]]$ExcludedMailboxes = @()
)

$ErrorActionPreference = "Stop"
$Changed = 0
$Excluded = 0

Try {
  $Mailboxes = Get-Mailbox -Organization $Organization -ResultSize Unlimited
} Catch {
  Write-Host ("Cannot read the mailboxes of {0}: {1}" -f $Organization, $_.Exception.Message) -Fore Red
  Return
}

:mailbox ForEach ($Mailbox in $Mailboxes | sort Name) {
  ForEach ($Pattern in $ExcludedMailboxes) {
    If ($Mailbox.Alias -like $Pattern) { $Excluded++; continue mailbox }
  }
  $Folder = "{0}:\Calendar" -f $Mailbox.PrimarySmtpAddress
  $Wanted = Switch -Wildcard ($Mailbox.RecipientTypeDetails) {
    "Room*"      { "LimitedDetails" }
    "Equipment*" { "LimitedDetails" }
    Default      { $AccessRights }
  }
  $Now = Get-MailboxFolderPermission -Identity $Folder -User Default
  If ($Now.AccessRights -contains $Wanted) { Write-Host "$($Mailbox.Name): right already" -Fore DarkGray; Continue }
  Try {
    Set-MailboxFolderPermission -Identity $Folder -User Default -AccessRights $Wanted
    Write-Host ("{0}: {1} -> {2}" -f $Mailbox.Name, ($Now.AccessRights -join ","), $Wanted) -Fore Green
    $Changed++
  }
  Catch {
    Write-Host ("{0}: {1}" -f $Mailbox.Name, $_) -Fore Red
  }
}
Write-Host "`n$Changed calendars changed, $Excluded excluded"
