# Sort-Object, Group-Object, Measure-Object, Compare-Object, Get-Unique: order, equality and totals.
('b', 'C', 'a' | Sort-Object) -join ''				# expect: abC
(10, 9, 1.5 | Sort-Object -Descending) -join ' '		# expect: 10 9 1.5
('a-b', 'ab', 'a b', 'a_b' | Sort-Object) -join '|'		# expect: a b|a_b|a-b|ab
('item10', 'item9', 'item1' | Sort-Object) -join ' '		# expect: item1 item10 item9
('éa', 'eb', 'f' | Sort-Object) -join ' '			# expect: éa eb f
$rows = 'x,2', 'y,1', 'z,2' | ConvertFrom-Csv -Header N, K
($rows | Sort-Object K).N -join ''				# expect: yxz
($rows | Sort-Object @{ e = 'K'; Descending = $true }, N).N -join ''	# expect: xzy
($rows | Sort-Object K -Descending -Top 1).N			# expect: x
(3, $null, 1 | Sort-Object).Count				# expect: 2
('B', 'a', 'b', 'A' | Sort-Object -Unique) -join ''		# expect: aB
$g = 'it', 'hr', 'IT', $null | Group-Object
($g | ForEach-Object { "$($_.Name)=$($_.Count)" }) -join ' '	# expect: hr=1 it=2
(1, 'x', 2 | Group-Object).Name -join ' '			# expect: 1 x 2
($rows | Group-Object K -AsHashTable)['2'].N -join ''		# expect: xz
$m = 1, 2, 4 | Measure-Object -AllStats
"$($m.Count) $($m.Sum) $($m.Minimum) $($m.Maximum)"		# expect: 3 7 1 4
('pear', 'fig' | Measure-Object -Maximum).Maximum		# expect: pear
try { 'a' | Measure-Object -Sum -ErrorAction Stop } catch { "$_" }	# expect: Input object "a" is not numeric.
("one two`nthree" | Measure-Object -Line -Word).Words		# expect: 3
(Compare-Object 1, 2, 3 3, 4, 1 | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" }) -join ' '	# expect: 4=> 2<=
(Compare-Object a, b B, c -IncludeEqual -ExcludeDifferent).InputObject	# expect: b
(1, 1, 2, 1 | Get-Unique) -join ''				# expect: 121
