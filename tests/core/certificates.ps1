# X509Certificate2, its collection, stores.
$pem = @'
-----BEGIN CERTIFICATE-----
MIIB2DCCAX6gAwIBAgICEjQwCgYIKoZIzj0EAwIwLTEZMBcGA1UEAwwQbWFpbC5j
b250b3NvLmNvbTEQMA4GA1UECgwHQ29udG9zbzAgFw0yNjExMjExODMwMjRaGA8y
MTI2MTAyODE4MzAyNFowLTEZMBcGA1UEAwwQbWFpbC5jb250b3NvLmNvbTEQMA4G
A1UECgwHQ29udG9zbzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFCo5Rcb3BMu
5upBI+JbhG6N0VxobWrjMyl/N5J2fIl7NYVafdKmGGPm0zzfArvtkL8BMHlcPS7x
WFnhkBebc5yjgYswgYgwHQYDVR0OBBYEFN45b8Zlwyawld8rgaea0L4kQwH7MB8G
A1UdIwQYMBaAFN45b8Zlwyawld8rgaea0L4kQwH7MA8GA1UdEwEB/wQFMAMBAf8w
NQYDVR0RBC4wLIIQbWFpbC5jb250b3NvLmNvbYIYYXV0b2Rpc2NvdmVyLmNvbnRv
c28uY29tMAoGCCqGSM49BAMCA0gAMEUCIQDx1nAXhAor7UxVx4D7RJhkA9mKjckH
ZrvkfEiuwhv4VwIgbkZ3/fP/zVp2pTVnOtgTJSyIdGcKzEmjnFmJto1Ovp0=
-----END CERTIFICATE-----
'@
$keyPem = @'
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZAK63EoliCjosEIL
5zLBdsdzqjobJ/G78X5/slLEmMyhRANCAARQqOUXG9wTLubqQSPiW4RujdFcaG1q
4zMpfzeSdnyJezWFWn3Sphhj5tM83wK77ZC/ATB5XD0u8VhZ4ZAXm3Oc
-----END PRIVATE KEY-----
'@
$x = 'System.Security.Cryptography.X509Certificates'
$c = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($pem)
"$($c.Subject) $($c.SerialNumber) $($c.HasPrivateKey)"		# expect: O=Contoso, CN=mail.contoso.com 1234 False
$c.DnsNameList -join ','					# expect: mail.contoso.com,autodiscover.contoso.com
"$($c.Thumbprint.Length) $($c.GetCertHash().Length) $($c.NotAfter -gt (Get-Date)) $($c.Verify())"	# expect: 40 20 True False
$c.GetNameInfo('SimpleName', $false)				# expect: mail.contoso.com
$k = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem($pem, $keyPem); $k.HasPrivateKey	# expect: True
$pfx = $k.Export('Pfx', 'secret')
$p = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2 $pfx, 'secret'; "$($p.HasPrivateKey) $($p.Thumbprint -eq $c.Thumbprint)"	# expect: True True
try { [System.Security.Cryptography.X509Certificates.X509Certificate2]::new($pfx, 'wrong') } catch { $_.Exception.InnerException.GetType().Name }	# expect: CryptographicException
[IO.File]::WriteAllBytes("$env:CASE_DIR/c.cer", $c.Export('Cert'))
$all = [System.Security.Cryptography.X509Certificates.X509Certificate2Collection]::new(); $all.Import("$env:CASE_DIR/c.cer")
"$($all.Count) $($all.Find('FindByThumbprint', $c.Thumbprint, $true).Count) $($all.Find('FindBySubjectName', 'nobody', $false).Count)"	# expect: 1 1 0
$s = [System.Security.Cryptography.X509Certificates.X509Store]::new('My', 'LocalMachine'); $s.Open('ReadOnly'); $s.Certificates.Count	# expect: 0
try { $s.Add($c) } catch { $_.FullyQualifiedErrorId }		# expect: NotSupportedException
