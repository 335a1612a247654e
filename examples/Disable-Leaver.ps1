<#
.SYNOPSIS
    Offboards people who left.
.DESCRIPTION
    Makes the mailbox a shared one, blocks the logon, hides it from the address lists, takes it out of all groups,
    hands it over to the manager and notes what was done in CustomAttribute15.
.PARAMETER Identity
    The leavers; from the pipeline too.
.PARAMETER Manager
    Who gets access. By default the manager of the user.
.EXAMPLE
    Get-Content .\data\leavers.txt | .\Disable-Leaver.ps1 -Manager alice.ames@contoso.com
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param (
    [Parameter(ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
    [Alias('UserPrincipalName', 'EmailAddress')]
    [string[]]$Identity,

    [string]$ListFile,

    [string]$Manager,

    [string]$Transcript = (Join-Path -Path $env:TEMP -ChildPath 'leavers.log')
)

begin {
    [Environment]::NewLine + '=== run by {0} ===' -f $env:USERNAME | Out-File -FilePath $Transcript -Append
    $done = [ordered]@{}
    if ($ListFile) {
        # comments and empty lines are skipped
        $Identity = Get-Content -Path $ListFile | Where-Object { $_ -and $_ -notmatch '^\s*#' } | ForEach-Object Trim
    }

    function Invoke-Step {
        param([string]$What, [scriptblock]$Action)

        try {
            & $Action
            "    [ok] $What" | Tee-Object -FilePath $Transcript -Append
        }
        catch {
            "    [!!] ${What}: $($_.Exception.Message)" | Tee-Object -FilePath $Transcript -Append
        }
    }
}

process {
    foreach ($id in $Identity) {
        $mailbox = Get-Mailbox -Identity $id -ErrorAction SilentlyContinue -ErrorVariable notFound
        if ($notFound) {
            Write-Warning "${id}: $($notFound[0].Exception.Message)"
            $done[$id] = $false
            continue
        }
        "$($mailbox.DisplayName) <$($mailbox.PrimarySmtpAddress)>"

        Invoke-Step 'shared mailbox' { Set-Mailbox $mailbox.Identity -Type Shared -ErrorAction Stop }
        Invoke-Step 'logon blocked, hidden' {
            Set-Mailbox $mailbox.Identity -AccountDisabled $true -HiddenFromAddressListsEnabled $true -ErrorAction Stop
        }
        Invoke-Step 'forwarding removed' {
            if ($mailbox.ForwardingSmtpAddress -or $mailbox.ForwardingAddress) {
                Set-Mailbox $mailbox.Identity -ForwardingSmtpAddress $null -ForwardingAddress $null -ErrorAction Stop
            }
        }
        foreach ($group in Get-DistributionGroup -ResultSize Unlimited) {
            $members = Get-DistributionGroupMember $group.Identity
            if ($members.PrimarySmtpAddress -contains $mailbox.PrimarySmtpAddress) {
                Invoke-Step "left the group $($group.Name)" {
                    Remove-DistributionGroupMember $group.Identity -Member $mailbox.Identity -Confirm:$false -ErrorAction Stop
                }
            }
        }
        if ($Manager) {
            Invoke-Step "handed over to $Manager" {
                Add-MailboxPermission -Identity $mailbox.Identity -User $Manager -AccessRights FullAccess -AutoMapping $true -ErrorAction Stop | Out-Null
            }
        }
        Set-Mailbox $mailbox.Identity -CustomAttribute15 ('Left {0}' -f (Get-Date).Year) -MailTip 'This person has left the company.'
        $done[$id] = $true
    }
}

end {
    $ok = @($done.Values | Where-Object { $_ }).Count
    "{0} of {1} done, {2} lines of log" -f $ok, $done.Count, (Get-Content $Transcript | Where-Object { $_ -like '*`[??`]*' }).Count
}
