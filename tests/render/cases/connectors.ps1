# Connectors that share sockets, smart hosts with credentials, costs, relay domains, forwarding.
$ErrorActionPreference = 'Stop'
$hash = '{SHA512-CRYPT}$6$hmshfixture1$jB5LVa0/m89yFVoE6rPg.tzRZprEswXZczlZoIVDRIkwNNkhVKSw2fwjwnBrtvaKwYIXwFwHJBrHHVn3s/7yQ.'
$password = ConvertTo-SecureString 'Not4Nobody: $1' -AsPlainText -Force

$null = Initialize-HostingServer -Name EX01 -DomainName provider.com -NetBIOSName PROVIDER -DomainController DC01 -DomainControllerIPAddress 10.161.1.20 -IPAddress 10.161.1.21 -SecondaryIPAddress 10.161.1.23
$null = setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting

# Three on one socket: the most specific range comes first, whatever their order.
$null = New-ReceiveConnector -Name 'Internet' -Bindings 10.161.1.21:25 -Usage Internet -RemoteIPRanges 0.0.0.0-255.255.255.255 -AuthMechanism None
$null = New-ReceiveConnector -Name 'Office LAN' -Bindings 10.161.1.21:25 -Usage Custom -RemoteIPRanges 10.0.0.0/8, 192.168.7.9 -AuthMechanism Tls, BasicAuth, BasicAuthRequireTLS -PermissionGroups ExchangeUsers, AnonymousUsers -RequireTLS $true -MaxMessageSize 25MB
$null = New-ReceiveConnector -Name 'Relay hosts' -Bindings 10.161.1.21:25 -Usage Custom -RemoteIPRanges 10.2.3.4-10.2.3.9 -AuthMechanism Tls, ExternalAuthoritative -PermissionGroups ExchangeServers -MaxRecipientsPerMessage 1000
# A socket of its own, with limits and a greeting.
$null = New-ReceiveConnector -Name 'Partner' -Bindings 10.161.1.23:2525 -Usage Partner -RemoteIPRanges 203.0.113.0/24 -Fqdn partner.provider.com -Banner '220 Welcome to $myhostname, we speak ESMTP' -ConnectionInactivityTimeout 00:02:00 -TarpitInterval 00:00:01 -MaxProtocolErrors 3 -ChunkingEnabled $false -PipeliningEnabled $false -MessageRateLimit 60
$null = New-ReceiveConnector -Name 'Off' -Bindings 10.161.1.23:2626 -Usage Internet -RemoteIPRanges 0.0.0.0-255.255.255.255 -Enabled $false

$null = New-SendConnector -Name 'Internet' -Usage Internet -AddressSpaces 'SMTP:*;10' -DNSRoutingEnabled $true -Fqdn mail.provider.com
$null = New-SendConnector -Name 'Backup' -Usage Internet -AddressSpaces 'SMTP:*;20', 'SMTP:example.org;1' -DNSRoutingEnabled $false -SmartHosts backup.example.net
$credential = New-Object System.Management.Automation.PSCredential 'relay user', $password
$null = New-SendConnector -Name 'Smart' -Usage Custom -AddressSpaces 'SMTP:*.example.com;5', 'SMTP:example.org;2' -DNSRoutingEnabled $false -SmartHosts 192.0.2.9, relay.example.net -Port 587 -SmartHostAuthMechanism BasicAuthRequireTLS -AuthenticationCredential $credential
$null = New-SendConnector -Name 'Bank' -Usage Partner -AddressSpaces 'SMTP:bank.example;1' -DNSRoutingEnabled $true -RequireTLS $true -TlsAuthLevel DomainValidation -TlsDomain mail.bank.example -SourceIPAddress 10.161.1.23 -SmtpMaxMessagesPerConnection 5

$null = New-Organization -Name Contoso -DomainName contoso.com -Location en-US -ProgramID HostingSample -OfferID 2 -AdministratorPassword $password
Set-Mailbox 'Contoso\Administrator' -AccountDisabled $true
$null = New-AcceptedDomain -Organization Contoso -Name relayed -DomainName relayed.example -DomainType ExternalRelay
$null = New-AcceptedDomain -Organization Contoso -Name below -DomainName '*.below.example'
$null = New-Mailbox -Organization Contoso -Name 'Anna' -UserPrincipalName anna@contoso.com -PasswordHash $hash
$null = New-Mailbox -Organization Contoso -Name 'Bob; "quit"' -UserPrincipalName bob@contoso.com -PasswordHash $hash -ErrorAction SilentlyContinue
$null = New-Mailbox -Organization Contoso -Name 'Bob' -UserPrincipalName bob@contoso.com -PasswordHash $hash
Set-Mailbox bob@contoso.com -DisplayName 'Bob "$(id)"; quit' -EmailAddresses SMTP:Bob.Builder@contoso.com, smtp:bob@contoso.com, smtp:bob@x.below.example -ProhibitSendReceiveQuota 50MB -ProhibitSendQuota 40MB -IssueWarningQuota 30MB
Set-Mailbox anna@contoso.com -ForwardingSmtpAddress smtp:anna@elsewhere.example -DeliverToMailboxAndForward $true
# A group with a member inside and one outside, a shared mailbox that somebody may send from.
$null = New-MailContact -Name Partner -ExternalEmailAddress partner@example.org -Organization Contoso
$null = New-Mailbox -Organization Contoso -Name Desk -Shared
$null = New-DistributionGroup -Name Team -PrimarySmtpAddress team@contoso.com -Members administrator@contoso.com, Partner
$null = New-DistributionGroup -Name Everybody -PrimarySmtpAddress all@contoso.com -Members Team, Desk
$null = Add-RecipientPermission Desk -Trustee Team -AccessRights SendAs -Confirm:$false
$null = Add-RecipientPermission Team -Trustee administrator@contoso.com -AccessRights SendAs -Confirm:$false
Set-Mailbox Desk -ForwardingAddress Partner -DeliverToMailboxAndForward $true -GrantSendOnBehalfTo administrator@contoso.com
$null = Add-MailboxPermission Desk -User administrator@contoso.com -AccessRights FullAccess
Set-CASMailbox anna@contoso.com -PopEnabled $false -OWAEnabled $false
Set-CASMailbox bob@contoso.com -SmtpClientAuthenticationDisabled $true -PopEnabled $false
