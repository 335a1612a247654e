$a.b.c[0]['x'].D(1, { 2 }).E{ $_ }
[math]::Max(1,2)
[math]:: Max(1,2)
$a.'quoted name'."$x".($y)
${a}?.b
$a?.b
(f)?.g()?[0]
$a.
  b
'a'<# touching #>.Length
$list.Cast[int]().Add[string,int]($x)
$a.1
7l.GetType()
1.5.GetType()
@{}.a
$a[1,2]
[int[]]::new(2)
