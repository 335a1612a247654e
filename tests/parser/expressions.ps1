1,2+3
[int]'1','2'
-not $a -eq $b
$a -and $b -or $c
"{0}" -f 1,2
1..3 -join ','
$a ? $b : $c -eq 1 ? 2 : 3
$a ?? $b ?? 'z'
-5 - -5 - 5
- $x + -bnot 1
$i++ + ++$i
-split 'a b' -csplit 'x' -join '-'
!$x.y -ceq 'A'
1 -band 2 -eq 3 -shl 1
[int] $x -is [string] -and $y -isnot [System.Collections.Generic.Dictionary[string,int[]]]
,1
,(1,2)[0]
5-shl1
1,2-eq1
$x–1 —2
