@{
    # Script module or binary module file
    RootModule        = 'Tenant.psm1'
    ModuleVersion     = '1.2.0'
    GUID              = '6f0d1f6e-6f6c-4c1b-9a52-0a3f5a4d7c11'
    PowerShellVersion = '5.1'
    RequiredModules   = @(@{ ModuleName = "ExchangeOnlineManagement"; ModuleVersion = '3.0.0' }, 'DnsServer')
    FunctionsToExport = 'Get-Tenant*', 'Set-TenantQuota'
    CmdletsToExport   = @()
    VariablesToExport = '*'
    PrivateData       = @{
        PSData = @{
            Tags         = 'Exchange', 'Hosting'
            # Prerelease = ''
            ReleaseNotes = @'
Line "one"
'@
            RequireLicenseAcceptance = $false
        } # End of PSData
    }
}
