function Add-DomainAlias {
<#
.SYNOPSIS
    Gives every mailbox of an organization an address in a further domain.
.PARAMETER Organization
    The organization.
.PARAMETER Domain
    The domain; it has to be one of its accepted domains.
.PARAMETER MakePrimary
    Makes the new address the primary one.
#>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string]$Organization,
        [Parameter(Mandatory)][ValidatePattern('^[a-z0-9.-]+\.[a-z]{2,}$')][string]$Domain,
        [switch]$MakePrimary
    )

    if ("$Domain" -notin (Get-AcceptedDomain -Organization $Organization).DomainName.ForEach('ToString')) {
        throw "$Domain is no accepted domain of $Organization"
    }
    $mailboxes = Get-Mailbox -Organization $Organization -ResultSize Unlimited -Filter "RecipientTypeDetails -eq 'UserMailbox'"
    $n = 0
    do {
        $mailbox = $mailboxes[$n]
        $new = '{0}@{1}' -f $mailbox.Alias, $Domain
        $addresses = $mailbox.EmailAddresses
        if ($MakePrimary) {
            $list = @("SMTP:$new") + ($addresses | Where-Object SmtpAddress -ne $new | ForEach-Object { $_.ToSecondary().ToString() })
            Set-Mailbox $mailbox.Identity -EmailAddresses $list
        }
        elseif ($addresses.SmtpAddress -contains $new) {
            Write-Verbose "$($mailbox.Name) has $new"
        }
        else {
            Set-Mailbox $mailbox.Identity -EmailAddresses @{ Add = $new }
        }
        $n++
    } while ($n -lt $mailboxes.Count)

    Get-Mailbox -Organization $Organization -ResultSize Unlimited |
        Where-Object { $_.EmailAddresses -like "*@$Domain" } |
        Select-Object Name, PrimarySmtpAddress, @{ n = 'Others'; e = { ($_.EmailAddresses | ? { !$_.IsPrimaryAddress } | % AddressString) -join ' ' } }
}

# Run as a script it does what its arguments say; dot-sourced, it only brings the function.
if ($MyInvocation.InvocationName -ne '.') {
    $result = Add-DomainAlias -Organization Contoso -Domain contoso.net -Verbose:$false
    $result | Select-Object -First 4 | Format-Table -AutoSize
    "$($result.Count) mailboxes have an address in contoso.net"
    try { Add-DomainAlias -Organization Fabrikam -Domain contoso.net } catch { Write-Warning $_.Exception.Message }
    try { Add-DomainAlias -Organization Fabrikam -Domain 'not a domain' } catch { Write-Warning $_.FullyQualifiedErrorId }
    $result = Add-DomainAlias Contoso contoso.net -MakePrimary
    @($result | Where-Object { $_.PrimarySmtpAddress.Domain -eq 'contoso.net' }).Count
}
