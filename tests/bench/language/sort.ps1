function Measure-Sort {
	$all = for ($i = 0; $i -lt 1000000; $i++) {
		[pscustomobject]@{ Name = "User $i"; Size = $i * 1021 % 1000003 * 2003 % 1000003 }
	}
	$clock = [System.Diagnostics.Stopwatch]::StartNew()
	$found = $all | Sort-Object Size
	$clock.Stop()
	"$($found[0].Name)/$($found[-1].Name) $($clock.Elapsed.TotalMilliseconds)"
}
Measure-Sort
