function Measure-Format {
	$parts = [System.Collections.Generic.List[string]]::new()
	for ($i = 0; $i -lt 1000000; $i++) { $parts.Add(('{0}-{1}' -f $i, 'x') + ';') }
	($parts -join '').Length
}
Measure-Format
