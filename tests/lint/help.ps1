# Names the cmdlets without a synopsis, the verbs PowerShell does not know, and the parameters without a help text.
$verbs = -split @'
Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Optimize Pop Push Redo Remove
Rename Reset Resize Search Select Set Show Skip Split Step Switch Undo Unlock Watch Backup Checkpoint Compare
Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group Import Initialize Limit Merge Mount
Out Publish Restore Save Sync Unpublish Update Approve Assert Build Complete Confirm Deny Deploy Disable
Enable Install Invoke Register Request Restart Resume Start Stop Submit Suspend Uninstall Unregister Wait
Debug Measure Ping Repair Resolve Test Trace Connect Disconnect Read Receive Send Write Block Grant Protect
Revoke Unblock Unprotect Use ForEach Sort Tee Where
'@
$commands = @(Get-Command -CommandType Cmdlet)
foreach ($command in $commands) {
	$name = $command.Name
	if ($command.Verb -and $command.Verb -notin $verbs) { "$($name): $($command.Verb) is no approved verb" }
	$help = Get-Help $name
	if (-not $help.Synopsis) { "$($name) has no synopsis" }
	foreach ($parameter in $help.parameters.parameter) {
		if (-not $parameter.description) { "$name -$($parameter.name) has no help text" }
	}
}
if ($commands.Count -lt 100) { "only $($commands.Count) cmdlets were found" }
