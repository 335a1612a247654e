Get-A |
  Get-B
Get-A
  | Get-B
  # comment between
  | Get-C
$x = 1 +
  2
f a `
  -b c
f `  d
(
  1
)
$a = @(
  1
  2, 3
)
1 <# inline #> + 2 # end
