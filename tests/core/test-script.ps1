# What Test-Script says of files, and what it does not run.
'1 + 1', 'if ($a) {' | Set-Content good.ps1
"function f() { param(`$a) `$a }`r`nf 1`r`n" | Set-Content crlf.ps1 -NoNewline
"`$x = 'ok'`n1 +`n`n`"`u{1F600}`"; `$y = )`n" | Set-Content broken.ps1 -NoNewline
"Set-Content made.txt 'run'; `$a = @{ x = }" | Set-Content side.ps1 -Encoding unicode

Test-Script crlf.ps1
(Test-Script good.ps1 | ForEach-Object { "$($_.Line):$($_.Column) $($_.ErrorId)" }) # expect: 2:9 MissingEndCurlyBrace
Test-Script broken.ps1 | ForEach-Object { "$($_.Line):$($_.Column) $($_.ErrorId)" }
# expect: 4:11 ExpectedValueExpression
# expect: 4:12 UnexpectedToken
Get-ChildItem side.ps1 | Test-Script | ForEach-Object { "$(Split-Path $_.Path -Leaf) $($_.ErrorId)" } # expect: side.ps1 MissingStatementInHashLiteral
Test-Path made.txt # expect: False
Test-Script *.ps1 -Quiet
# expect: False
# expect: True
# expect: False
# expect: False
Test-Script none.ps1 -ErrorAction SilentlyContinue -ErrorVariable problem
$problem.CategoryInfo.Category # expect: ObjectNotFound
