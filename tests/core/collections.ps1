# Sorted, concurrent and read-only collections, tuples, Linq.Enumerable.
$d = [System.Collections.SortedList]::new(); $d.Add('b', 1); $d.Add('a', 2); $d['c'] = 0
"$($d.Keys -join ',') $($d.GetByIndex(0)) $($d.IndexOfKey('c'))"	# expect: a,b,c 2 2
$s = [System.Collections.Generic.SortedSet[string]]::new([string[]]('b', 'A', 'c'), [StringComparer]::OrdinalIgnoreCase)
"$($s.Add('B')) $s $($s.Min) $($s.Max) $($s.Reverse())"		# expect: False A b c A c c b A
$q = [System.Collections.Generic.SortedDictionary[int,string]]::new(); $q[5] = 'five'; $q[1] = 'one'
$(foreach ($p in $q.GetEnumerator()) { "$($p.Key)=$($p.Value)" }) -join ' '	# expect: 1=one 5=five
$c = [System.Collections.Concurrent.ConcurrentDictionary[string,int]]::new()
$null = $c.TryAdd('x', 1); $c.AddOrUpdate('x', 5, { param($k, $v) $v + 1 })	# expect: 2
$o = 0; "$($c.TryRemove('x', [ref]$o)) $o $($c.IsEmpty)"	# expect: True 2 True
$l = [System.Collections.Generic.List[int]](3, 1, 2)
"$($l.AsReadOnly().Count) $($l.ConvertAll({ param($x) $x * 2 }) -join ',') $($l.FindLastIndex({ $args[0] -lt 3 }))"	# expect: 3 6,2,4 2
try { [System.Collections.Generic.List[object]]::new().AddRange([int[]](1, 2)) } catch { $_.Exception.Message -match 'IEnumerable`1\[System\.Object\]"\."$' }	# expect: True
$t = [Tuple]::Create(1, 'a'); "$t $($t.Item2) $($t.GetType().Name) $($t.Equals([Tuple]::Create(1, 'a')))"	# expect: (1, a) a Tuple`2 True
$e = [Linq.Enumerable]
$e::Distinct([int[]](1, 1, 2)) -join ','			# expect: 1,2
$e::Intersect([string[]]('a', 'b'), [string[]]('b', 'c')) -join ','	# expect: b
$e::Except([string[]]('A', 'b'), [string[]]('a'), [StringComparer]::OrdinalIgnoreCase) -join ','	# expect: b
$e::Where([int[]](1..5), [Func[int,bool]]{ param($x) $x -gt 3 }) -join ','	# expect: 4,5
$e::OrderByDescending([string[]]('bb', 'a', 'ccc', 'dd'), [Func[string,int]]{ param($s) $s.Length }) -join ','	# expect: ccc,bb,dd,a
"$($e::Sum([int[]](1, 2))) $($e::Average([int[]](1, 2))) $($e::Max([double[]](1, 2.5))) $($e::Any([int[]]@()))"	# expect: 3 1.5 2.5 False
try { $e::Sum([int[]]([int]::MaxValue, 1)) } catch { $_.FullyQualifiedErrorId }	# expect: OverflowException
try { $e::First([int[]]@()) } catch { $_.Exception.InnerException.Message }	# expect: Sequence contains no elements
$e::Aggregate([int[]](1..4), [Func[int,int,int]]{ param($a, $b) $a * $b })	# expect: 24
$e::ToDictionary([string[]]('a', 'bb'), [Func[string,int]]{ param($x) $x.Length })[2]	# expect: bb
