<#
.SYNOPSIS
    Sets the internal and external URLs of every virtual directory, Outlook Anywhere and autodiscovery.
.PARAMETER InternalURL
    The host name for clients inside.
.PARAMETER ExternalURL
    The host name for clients outside.
.PARAMETER AutodiscoverSCP
    The host name of autodiscovery; by default the internal one.
.EXAMPLE
    .\Set-AllVirtualDirectoryUrls.ps1 -Server EX01 -InternalURL mail.provider.com -ExternalURL mail.provider.com
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)][string[]]$Server,
    [Parameter(Mandatory = $true)][string]$InternalURL,
    [Parameter(Mandatory = $true)][AllowEmptyString()][string]$ExternalURL,
    [string]$AutodiscoverSCP = $InternalURL,
    [switch]$InternalSSL = $true
)

Begin {
    #Add the snap-in if it is not there yet
    if (Test-Path $env:ExchangeInstallPath\bin\RemoteExchange.ps1) {
        . $env:ExchangeInstallPath\bin\RemoteExchange.ps1
        Connect-ExchangeServer -auto -AllowClobber
    }
    else {
        Write-Warning 'Exchange Server management tools are not installed on this computer.'
        EXIT
    }
}

Process {
    foreach ($i in $Server) {
        if ((Get-ExchangeServer $i -ErrorAction SilentlyContinue).IsClientAccessServer) {
            Write-Host '----------------------------------------'
            Write-Host " Configuring $i"
            Write-Host "----------------------------------------`r`n"

            Write-Host 'Configuring Outlook Anywhere URLs'
            Get-OutlookAnywhere -Server $i | Set-OutlookAnywhere -ExternalHostname $ExternalURL -InternalHostname $InternalURL -ExternalClientsRequireSsl $true -InternalClientsRequireSsl $InternalSSL -ExternalClientAuthenticationMethod Basic

            Write-Host 'Configuring Outlook on the web URLs'
            Get-OwaVirtualDirectory -Server $i | Set-OwaVirtualDirectory -ExternalUrl "https://$ExternalURL/owa" -InternalUrl "https://$InternalURL/owa" -LogonFormat PrincipalName

            Write-Host 'Configuring Exchange Control Panel URLs'
            Get-EcpVirtualDirectory -Server $i | Set-EcpVirtualDirectory -ExternalUrl "https://$ExternalURL/ecp" -InternalUrl "https://$InternalURL/ecp"

            Write-Host 'Configuring ActiveSync URLs'
            Get-ActiveSyncVirtualDirectory -Server $i | Set-ActiveSyncVirtualDirectory -ExternalUrl "https://$ExternalURL/Microsoft-Server-ActiveSync" -InternalUrl "https://$InternalURL/Microsoft-Server-ActiveSync"

            Write-Host 'Configuring Exchange Web Services URLs'
            Get-WebServicesVirtualDirectory -Server $i | Set-WebServicesVirtualDirectory -ExternalUrl "https://$ExternalURL/EWS/Exchange.asmx" -InternalUrl "https://$InternalURL/EWS/Exchange.asmx"

            Write-Host 'Configuring Offline Address Book URLs'
            Get-OabVirtualDirectory -Server $i | Set-OabVirtualDirectory -ExternalUrl "https://$ExternalURL/OAB" -InternalUrl "https://$InternalURL/OAB"

            Write-Host 'Configuring Autodiscover'
            Get-ClientAccessServer $i | Set-ClientAccessServer -AutoDiscoverServiceInternalUri "https://$AutodiscoverSCP/Autodiscover/Autodiscover.xml"
            Get-AutodiscoverVirtualDirectory -Server $i | Set-AutodiscoverVirtualDirectory -ExternalUrl "https://$ExternalURL/Autodiscover/Autodiscover.xml"
            Write-Host "`r`n"
        }
        else {
            Write-Host -ForegroundColor Yellow "$i is not a Client Access server."
        }
    }
}

End {
    $urls = foreach ($directory in (Get-OwaVirtualDirectory), (Get-EcpVirtualDirectory), (Get-ActiveSyncVirtualDirectory), (Get-WebServicesVirtualDirectory), (Get-OabVirtualDirectory)) {
        [PSCustomObject]@{
            Directory = ($directory.Name -split ' ')[0]
            Internal  = $directory.InternalUrl.Host
            External  = $directory.ExternalUrl.AbsoluteUri
        }
    }
    $urls | Sort-Object Directory | Format-Table -AutoSize
    Write-Host 'Finished processing all servers specified. Publish-HostingConfiguration brings them to the daemons.' -ForegroundColor Green
}
