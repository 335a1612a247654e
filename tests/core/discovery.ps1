# Commands and help as objects.
function Get-ZqBox {
	<#
	.SYNOPSIS
	Gets a mailbox.
	.PARAMETER Name
	The name.
	#>
	[OutputType([string])]
	param([Parameter(Mandatory)][Alias('Id')][string]$Name, [DayOfWeek]$Day, [switch]$All)
}
$c = Get-Command Get-ZqBox
$c.GetType().FullName			# expect: System.Management.Automation.FunctionInfo
$c -is [System.Management.Automation.CommandInfo]	# expect: True
$c.OutputType[0].Name			# expect: System.String
"$($c.ParameterSets[0])"		# expect: [-Name] <string> [[-Day] <DayOfWeek>] [-All] [<CommonParameters>]
$c.Parameters['Name'].ParameterSets['__AllParameterSets'].IsMandatory	# expect: True
$c.ResolveParameter('Na').Name		# expect: Name
& $c -Name x
(Get-Command Get-Date).Module.Name
(Get-Command Get-Date).Source		# expect: Microsoft.PowerShell.Utility
Set-Alias zqb Get-ZqBox
(Get-Command zqb -Syntax).Trim()	# expect: zqb (alias) -> Get-ZqBox
# expect:
# expect: zqb [-Name] <string> [[-Day] <DayOfWeek>] [-All] [<CommonParameters>]
(Get-Command Get-ZqBox, zqb -CommandType Function -ErrorAction SilentlyContinue).Name	# expect: Get-ZqBox
(Get-Command -Noun Zq* -ParameterType DayOfWeek).Name	# expect: Get-ZqBox
try { Get-Command -ParameterName ZqNone -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: CommandParameterNotFound,Microsoft.PowerShell.Commands.GetCommandCommand
(Get-Help zqb).parameters.parameter[0].description.Text	# expect: The name.
(Get-Help Get-ZqBox).syntax.syntaxItem.parameter[1].parameterValueGroup.parameterValue -join ' '	# expect: Sunday Monday Tuesday Wednesday Thursday Friday Saturday
(Get-Help Set-Mailbox).Category		# expect: Cmdlet
(Get-Help about_Hosting) -match 'Publish-HostingConfiguration'	# expect: True
@(Get-Help *-MailboxPlan).Name -join ' '	# expect: Get-MailboxPlan New-MailboxPlan Remove-MailboxPlan Set-MailboxPlan
try { Get-Help Get-ZqBox -Parameter Nope -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: NoParmsFound,Microsoft.PowerShell.Commands.GetHelpCommand
(Get-Verb -Group Security).Verb -join ' '	# expect: Block Grant Protect Revoke Unblock Unprotect
([math] | Get-Member -Static PI).Definition		# expect: static double PI {get;}
([DayOfWeek] | Get-Member -Static Friday).Definition	# expect: static System.DayOfWeek Friday {get;}
([version] | Get-Member -Static new).Definition -like 'version new(*'	# expect: True
('x' | Get-Member -MemberType Property, Method -Name L*).Name -join ' '	# expect: LastIndexOf LastIndexOfAny Length
