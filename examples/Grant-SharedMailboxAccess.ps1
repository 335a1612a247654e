<#
    Grants Full Access and Send As on shared mailboxes as a CSV file (semicolons) says.
    Version 1.3 - skips what is granted already
#>
[CmdletBinding(SupportsShouldProcess)]
Param
(
    # Path of the CSV file: Mailbox;User;FullAccess;SendAs;AutoMapping
    [Parameter(Mandatory, ValueFromPipeline)]
    [ValidateNotNullOrEmpty()]
    [Alias('Csv')]
    [string]$Path
)
begin
{
    Set-StrictMode -Version 2
    $ErrorActionPreference = 'Stop'
    $granted = 0
    $errors = @()

    function Test-Yes([string]$Value) { $Value.Trim() -in 'yes', 'y', 'true', '1' }

    filter Get-Grantee
    {
        $_.User.ToString() | Where-Object { $_ -ne 'NT AUTHORITY\SELF' }
    }
}
process
{
    foreach ($row in Import-Csv -Path $Path -Delimiter ';')
    {
        try
        {
            $mailbox = Get-Mailbox -Identity $row.Mailbox
            $recipient = Get-Recipient -Identity $row.User

            if (Test-Yes $row.FullAccess)
            {
                $has = @(Get-MailboxPermission $mailbox.Identity | Get-Grantee)
                if ($has -contains "$($recipient.PrimarySmtpAddress)")
                {
                    Write-Output "= $($row.Mailbox): $($recipient.Name) has Full Access already"
                }
                elseif ($PSCmdlet.ShouldProcess($row.Mailbox, "Full Access for $($recipient.Name)"))
                {
                    $null = Add-MailboxPermission -Identity $mailbox.Identity -User $row.User -AccessRights FullAccess -InheritanceType All -AutoMapping:(Test-Yes $row.AutoMapping)
                    Write-Output "+ $($row.Mailbox): Full Access for $($recipient.Name)"
                    $granted++
                }
            }
            if (Test-Yes $row.SendAs)
            {
                if ($PSCmdlet.ShouldProcess($row.Mailbox, "Send As for $($recipient.Name)"))
                {
                    Add-RecipientPermission -Identity $mailbox.Identity -Trustee $row.User -AccessRights SendAs -Confirm:$false | Out-Null
                    Write-Output "+ $($row.Mailbox): Send As for $($recipient.Name)"
                    $granted++
                }
            }
        }
        catch
        {
            $errors += '{0}: {1}' -f $row.Mailbox, $_.Exception.Message
            Write-Warning "$($row.Mailbox) / $($row.User): $($_.Exception.Message)"
        }
    }
}
end
{
    "$granted rights granted, $($errors.Count) rows failed"
}
