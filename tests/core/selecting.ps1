# Where-Object, ForEach-Object, Select-Object: what passes, and as what.
$boxes = 'anna,sales,120', 'bo,it,80', 'cy,sales,300' | ConvertFrom-Csv -Header Name, Dept, MB
($boxes | Where-Object Dept -eq SALES).Name -join ' '		# expect: anna cy
($boxes | where { [int]$_.MB -gt 100 }).Name -join ' '		# expect: anna cy
($boxes | ? Name -notin bo, cy).Name				# expect: anna
($boxes | Where-Object Name -clike 'A*').Count			# expect: 0
(1..5 | Where-Object { $_ -gt 3 }) -join ','			# expect: 4,5
try { $boxes | Where-Object Name -eq } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: ValueNotSpecifiedForWhereObject
($boxes | ForEach-Object Name) -join ' '			# expect: anna bo cy
('a', 'b' | ForEach-Object ToUpper) -join ' '			# expect: A B
('a-b', 'c-d' | ForEach-Object Replace - +) -join ' '		# expect: a+b c+d
(1..3 | ForEach-Object { 'b' } { $_ } { 'e' }) -join ' '	# expect: b 1 2 3 e
# -First stops those before it
$seen = 0
$first = 1..1000 | ForEach-Object { $seen++; $_ } | Select-Object -First 2
"$first after $seen"						# expect: 1 2 after 2
(1..9 | Select-Object -Skip 2 -First 3) -join ','		# expect: 3,4,5
(1..9 | Select-Object -SkipLast 7) -join ','			# expect: 1,2
(1..9 | Select-Object -Last 2 -Skip 1) -join ','		# expect: 7,8
(1..9 | Select-Object -Index 8, 0) -join ','			# expect: 1,9
(1..5 | Select-Object -SkipIndex 0, 2) -join ','		# expect: 2,4,5
# properties
"$($boxes[0] | Select-Object name, @{ n = 'Next'; e = { 1 + $_.MB } })"	# expect: @{Name=anna; Next=121}
"$($boxes[0] | Select-Object * -ExcludeProperty D*)"		# expect: @{Name=anna; MB=120}
"$($boxes[1] | Select-Object -ExcludeProperty MB)"		# expect: @{Name=bo; Dept=it}
"$($boxes[2] | Select-Object M*, Nothing)"			# expect: @{MB=300; Nothing=}
($boxes | Select-Object -ExpandProperty Dept -Unique) -join ' '	# expect: sales it
try { $boxes | Select-Object -ExpandProperty No -ErrorAction Stop } catch { "$_" }	# expect: Property "No" cannot be found.
try { $boxes[0] | Select-Object Name, name -ErrorAction Stop } catch { "$_" }	# expect: The property cannot be processed because the property "Name" already exists.
try { $boxes | Select-Object @{ nme = 'x' } } catch { "$_" }	# expect: The nme key is not valid.
