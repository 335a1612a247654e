function Measure-Filter {
	$all = for ($i = 0; $i -lt 1000000; $i++) {
		[pscustomobject]@{ Name = "User $i"; Size = $i * 1021 % 1000003 * 2003 % 1000003 }
	}
	$clock = [System.Diagnostics.Stopwatch]::StartNew()
	$found = $all | Where-Object { $_.Size -gt 500000 }
	$clock.Stop()
	"$(@($found).Count) $($clock.Elapsed.TotalMilliseconds)"
}
Measure-Filter
