function Measure-Hashtable {
	$h = @{}
	for ($i = 0; $i -lt 1000000; $i++) { $h["k$i"] = $i }
	$s = 0
	for ($i = 0; $i -lt 1000000; $i++) { $s += $h["k$i"] }
	$s
}
Measure-Hashtable
