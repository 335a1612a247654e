function Measure-Loop {
	$s = 0
	for ($i = 0; $i -lt 10000000; $i++) { $s += $i % 7 }
	$s
}
Measure-Loop
