$a = 
'b' + 
if {
$c = [int
