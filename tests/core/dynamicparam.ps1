# Parameters that a dynamicparam block makes.
function Get-ZqD {
	[CmdletBinding()]
	param([string]$Kind)
	dynamicparam {
		$d = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new()
		if ($Kind -eq 'Big') {
			$a = New-Object 'System.Collections.ObjectModel.Collection[System.Attribute]'
			$p = New-Object System.Management.Automation.ParameterAttribute
			$p.Mandatory = $true
			$a.Add($p)
			$a.Add((New-Object System.Management.Automation.ValidateSetAttribute('one', 'two')))
			$a.Add([Alias]::new('ZqAlias'))
			$d.Add('ZqSize', [System.Management.Automation.RuntimeDefinedParameter]::new('ZqSize', [string], $a))
		}
		$p2 = New-Object System.Management.Automation.RuntimeDefinedParameter('ZqMore', [int], [Parameter]@{ ValueFromPipeline = $true })
		$d.Add('ZqMore', $p2)
		return $d
	}
	process { "$($PSBoundParameters.Keys -join ',') $($PSBoundParameters['ZqSize']) $($d['ZqMore'].Value)" }
}
Get-ZqD | ForEach-Object Trim		# expect:
Get-ZqD -ZqMore 5			# expect: ZqMore  5
Get-ZqD -Kind Big -ZqSize two | ForEach-Object Trim	# expect: Kind,ZqSize two
Get-ZqD Big -ZqAlias one -ZqMore 3	# expect: Kind,ZqSize,ZqMore one 3
try { Get-ZqD -ZqSize two -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }	# expect: NamedParameterNotFound,Get-ZqD
try { Get-ZqD Big -ZqSize three } catch { $_.FullyQualifiedErrorId }	# expect: ParameterArgumentValidationError,Get-ZqD
function Get-ZqE {
	param([Parameter(Mandatory)][string]$Name)
	dynamicparam { [System.Management.Automation.RuntimeDefinedParameterDictionary]::new() }
	end { "name $Name" }
}
Get-ZqE anna				# expect: name anna
4, 5 | Get-ZqD Big -ZqSize one | ForEach-Object Trim
# expect: Kind,ZqSize,ZqMore one
# expect: Kind,ZqSize,ZqMore one
