function Measure-Property {
	$o = [pscustomobject]@{ Name = 'a'; Count = 0 }
	for ($i = 0; $i -lt 1000000; $i++) { $o.Count = $o.Count + 1 }
	$o.Count
}
Measure-Property
