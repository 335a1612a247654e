# What is missing is asked for, as PowerShell asks; the answers are the lines of standard input.
New-Mailbox -Organization TenantCompany -Name 'Grace Hopper' -UserPrincipalName grace@tenant.com | ForEach-Object Identity
New-Mailbox -Organization TenantCompany | ForEach-Object Identity
New-Organization -Name Third -DomainName third.example -ProgramId HostingSample -OfferId 1 -AdministratorPassword (Get-Credential).Password | ForEach-Object Identity
Remove-Mailbox grace@tenant.com
Remove-Mailbox grace@tenant.com
(Get-Mailbox -Organization TenantCompany).Name -join ','
