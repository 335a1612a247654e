function Add-Pair { param($Left, $Right) $Left + $Right }
function Measure-Call {
	$s = 0
	for ($i = 0; $i -lt 100000; $i++) { $s += Add-Pair -Left $i -Right 1 }
	$s
}
Measure-Call
