<#
.SYNOPSIS
    Helpers for tenants.
#>
using module .\Other.psm1
using namespace System.Text

#region private
$script:Cache = @{}
function script:Write-Log
{
    param
    (
        [Parameter(Mandatory)]
        [AllowEmptyString()]
        [string]
        $Message,
        [ValidateSet("INFO","WARN","ERROR")][string]$Level = "INFO"
    )
    $stamp = (Get-Date).toString("yyyy/MM/dd HH:mm:ss")
    $Line = "$stamp $Level $Message"
    If($logfile) { Add-Content $logfile -Value $Line }
    Else { Write-Output $Line }
}
#endregion

Function Get-TenantMailbox {
    <#
    .EXAMPLE
        Get-TenantMailbox -Tenant x | ft
    #>
    [cmdletbinding()]
    Param(
        [parameter(ValueFromPipeline=$True,ValueFromPipelineByPropertyName=$True)][string[]]$Tenant,
        [pscredential][System.Management.Automation.Credential()]$Credential = [pscredential]::Empty
    )
    Begin{ $results=@() }
    Process{
        ForEach($t in $Tenant){
            Try{
                $mbx=Get-Mailbox -Organization $t -ResultSize Unlimited -EA Stop|Where{$_.RecipientTypeDetails -eq "UserMailbox"}
                $count=($mbx|Measure-Object).Count; Write-Progress -Activity "Reading $t" -Status "$count of $($mbx.Count)" -PercentComplete (($i/$count)*100)
                $results+=New-Object PSObject -Property @{Tenant=$t;Count=$count;Size=[math]::Round(($mbx|%{$_.TotalItemSize.Value.ToMB()}|Measure -Sum).Sum/1024,2)}
            }Catch{
                Write-Log "$($_.Exception.Message)" -Level ERROR
                Continue
            }Finally{[GC]::Collect()}
        }
    }
    End{ ,$results }
}

Set-Alias -Name gtm -Value Get-TenantMailbox
Export-ModuleMember -Function Get-Tenant* -Alias *
