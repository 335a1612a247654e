# The address space of a loop that makes and drops objects stays flat, whether or not they refer to
# themselves. Under a sanitizer, which keeps what is freed, there is nothing to see.

function Get-Size([string]$Name) {
	[long]((Get-Content /proc/$PID/status | Where-Object { $_ -like "${Name}:*" }) -replace '\D')
}

function Use-Memory([int]$Turns) {
	for ($i = 0; $i -lt $Turns; $i++) {
		$object = [pscustomobject]@{ Name = "User $i"; Tags = @($i, "t$i"); Self = $null }
		$table = @{ Object = $object; "k$i" = 'x' * ($i % 300) }
		$list = [System.Collections.Generic.List[object]]::new()
		$list.Add($table)
		$object.Self = $list
		$text = '{0} {1}' -f $object.Name, $list.Count
	}
}

$sanitized = (Get-Size VmSize) -gt 1tb / 1kb
$turns = $sanitized ? 100 : 40000
$sizes = foreach ($round in 1..6) {
	Use-Memory ($turns * 2)
	1..$turns | ForEach-Object { $o = [pscustomobject]@{ Self = $null }; $o.Self = $o }
	Get-Size VmData
}
$sanitized -or $sizes[5] - $sizes[2] -lt 4096		# expect: True
