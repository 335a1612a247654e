# Hashes, UriBuilder, PowerShell's own helpers.
$b = [System.UriBuilder]@{ Scheme = 'https'; Host = 'mail.contoso.com'; Path = 'owa' }; $b.Uri.AbsoluteUri	# expect: https://mail.contoso.com/owa
$u = [System.UriBuilder]'https://user:pw@host:8443/a/b?x=1#f'; $u.Query = 'y=2'; $u.ToString()	# expect: https://user:pw@host:8443/a/b?y=2#f
$abc = [byte[]](97, 98, 99)
$sha = [System.Security.Cryptography.SHA256]::Create(); [BitConverter]::ToString($sha.ComputeHash($abc)).Substring(0, 11)	# expect: BA-78-16-BF
([System.Security.Cryptography.MD5]::HashData($abc) | ForEach-Object { $_.ToString('x2') }) -join ''	# expect: 900150983cd24fb0d6963f7d28e17f72
$sha.ComputeHash([System.IO.MemoryStream]::new($abc))[0]	# expect: 186
$h = New-Object System.Security.Cryptography.HMACSHA1 (, [byte[]](1, 2)); [Convert]::ToBase64String($h.ComputeHash([byte[]](1)))	# expect: LY6QbfhuBZRjEnDY29sQqSXhMFc=
[System.Security.Cryptography.HashAlgorithm]::Create('SHA512').HashSize	# expect: 512
$p = [System.Management.Automation.LanguagePrimitives]; "$($p::IsTrue('x')) $($p::ConvertTo('5', [int]) + 1)"	# expect: True 6
$w = [WildcardPattern]::new('a*', 'IgnoreCase'); "$($w.IsMatch('ABC')) $([WildcardPattern]::Escape('a[1]*'))"	# expect: True a`[1`]`*
$c = [System.Management.Automation.Host.ChoiceDescription[]]('&Yes', '&No'); "$($c.Count) $($c[1].Label)"	# expect: 2 &No
[Activator]::CreateInstance([version], '1.2').Minor		# expect: 2
"[$([DBNull]::Value)]"						# expect: []
