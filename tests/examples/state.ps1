# The state that the examples run on: two tenants with fifteen mailboxes each, groups, forwards, rights.
$ErrorActionPreference = 'Stop'
$hash = '{SHA512-CRYPT}$6$salt$01234567890123456789012345678901234567890123456789'
$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting
$null = Enable-OutlookAnywhere -Server EX01 -ExternalHostname mail.provider.com -DefaultAuthenticationMethod Basic -SSLOffloading $false
$null = New-SendConnector -Name Internet -Usage Internet -AddressSpaces 'SMTP:*;1' -SourceTransportServers EX01

$people = @{
    Contoso  = 'Alice Ames;Sales', 'Bob Baker;Sales', 'Carol Clark;Sales', 'David Diaz;Finance', 'Eve Evans;Finance', 'Frank Ford;IT', 'Grace Green;IT', 'Henry Hall;HR', 'Irene Ives;HR', 'Jack Jones;Sales', 'Kate King;IT'
    Fabrikam = 'Liam Lang;Sales', 'Mia Moore;Finance', 'Noah Nash;IT', 'Olga Owens;HR', 'Paul Price;Sales', 'Quinn Quist;Finance', 'Rosa Reed;IT', 'Sam Stone;Sales', 'Tina Todd;HR', 'Uma Underwood;Sales', 'Victor Vance;IT'
}
foreach ($tenant in 'Contoso', 'Fabrikam') {
    $domain = $tenant.ToLower() + '.com'
    $null = New-Organization -Name $tenant -DomainName $domain -Location en-US -ProgramId HostingSample -OfferId 2 -AdministratorPasswordHash $hash
    foreach ($entry in $people[$tenant]) {
        $name, $department = $entry -split ';'
        $first, $last = $name -split ' '
        $null = New-Mailbox -Organization $tenant -Name $name -FirstName $first -LastName $last -UserPrincipalName "$($first.ToLower()).$($last.ToLower())@$domain" -PasswordHash $hash
        Set-User "$tenant\$name" -Department $department -City $(if ($tenant -eq 'Contoso') { 'Berlin' } else { 'Oslo' })
    }
    $null = New-Mailbox -Organization $tenant -Name "$tenant Info" -Alias info -PrimarySmtpAddress "info@$domain" -Shared
    $null = New-Mailbox -Organization $tenant -Name "$tenant Support" -Alias support -PrimarySmtpAddress "support@$domain" -Shared
    $null = New-Mailbox -Organization $tenant -Name "$tenant Boardroom" -Alias boardroom -Room -ResourceCapacity 12
}
$null = New-AcceptedDomain -Organization Contoso -Name contoso.net -DomainName contoso.net
$null = New-MailContact -Name 'Auditor' -ExternalEmailAddress auditor@example.org -Organization Contoso
$null = New-DistributionGroup -Name 'Contoso Sales' -PrimarySmtpAddress sales@contoso.com -ManagedBy alice.ames@contoso.com -Members alice.ames@contoso.com, bob.baker@contoso.com, carol.clark@contoso.com
$null = New-DistributionGroup -Name 'Contoso All' -PrimarySmtpAddress all@contoso.com -Members 'Contoso Sales', frank.ford@contoso.com, Auditor
$null = New-DistributionGroup -Name 'Fabrikam IT' -PrimarySmtpAddress it@fabrikam.com -Members noah.nash@fabrikam.com, rosa.reed@fabrikam.com
$null = New-DistributionGroup -Name 'Fabrikam Empty' -PrimarySmtpAddress empty@fabrikam.com
Set-Mailbox bob.baker@contoso.com -ForwardingSmtpAddress smtp:bob@gmail.example -DeliverToMailboxAndForward $true
Set-Mailbox mia.moore@fabrikam.com -ForwardingAddress paul.price@fabrikam.com
Set-Mailbox david.diaz@contoso.com -ForwardingAddress Auditor
Set-Mailbox grace.green@contoso.com -ProhibitSendReceiveQuota 10GB -ProhibitSendQuota 9.5GB -IssueWarningQuota 9GB
$null = Add-MailboxPermission 'Contoso Info' -User alice.ames@contoso.com -AccessRights FullAccess
$null = Add-RecipientPermission 'Contoso Info' -Trustee alice.ames@contoso.com -AccessRights SendAs -Confirm:$false
"$(@(Get-Organization).Count) organizations, $(@(Get-Mailbox -ResultSize Unlimited).Count) mailboxes"
