'it''s'; "a""b"; "`t`u{1F600}`e`0"
"$a $a.b $($a.b) ${a b} $env:X $a::b `$x $ $(1; 2) a$"
"$("inner $x")"; "$(f ""x"")"
"$?$$$^"
@'
raw $x 'quotes'
'@
@"
$x "quotes" $(1)
"@ + 'x'
“typographic”; ‘single’; „low"; ‚also'
@’
footer by another quote
'@
