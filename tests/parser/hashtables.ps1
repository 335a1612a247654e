@{ a = 1; 'b c' = 2
   3 = if ($x) { 1 } else { 2 }
   $k = f x
   if = 1; in = 2
   (1+1) = { x } }
[ordered]@{ a = 1 }
@{}
@{ n='x'; e={ $_ } }
