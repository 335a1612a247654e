# Invoke-WebRequest, Invoke-RestMethod and Send-MailMessage, against servers of this test on the loopback address.
Set-Content server.py @'
import http.server, json, socketserver, threading
class H(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def answer(self, status, type, body, *headers):
        self.send_response(status)
        self.send_header('Content-Type', type)
        for name, text in headers: self.send_header(name, text)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        if self.command != 'HEAD': self.wfile.write(body)
    def do_GET(self):
        n = int(self.headers.get('Content-Length', 0))
        sent = self.rfile.read(n).decode()
        if self.path == '/json': self.answer(200, 'application/json', b'{"name": "anna", "tags": [1, 2]}', ('X-Test', 'a'), ('X-Test', 'b'))
        elif self.path == '/list': self.answer(200, 'application/json', b'[1, 2, 3]')
        elif self.path == '/xml': self.answer(200, 'application/xml', b'<box><name>anna</name></box>')
        elif self.path == '/html': self.answer(200, 'text/html; charset=iso-8859-1', b'<p>gr\xfc\xdfe</p><a href="/json" class=\'x\'>j</a><img src=i.png><input name="q" value="1"/>')
        elif self.path == '/bytes': self.answer(200, 'application/octet-stream', bytes([1, 2, 255]))
        elif self.path == '/moved': self.answer(302, 'text/plain', b'', ('Location', '/json'))
        elif self.path == '/cookie': self.answer(200, 'text/plain', (self.headers.get('Cookie') or 'none').encode(), ('Set-Cookie', 'id=7; Path=/'))
        elif self.path == '/missing': self.answer(404, 'application/json', b'{"error": "no box"}')
        elif self.path == '/page1': self.answer(200, 'application/json', b'1', ('Link', '</page2>; rel="next"'))
        elif self.path == '/page2': self.answer(200, 'application/json', b'2')
        else: self.answer(200, 'text/plain', ('%s %s|%s|%s|%s' % (self.command, self.path, self.headers.get('Content-Type'), self.headers.get('Authorization') or self.headers.get('X-Key'), sent)).encode())
    do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_GET
class M(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b'220 test\r\n')
        data = False; lines = []
        for line in self.rfile:
            line = line.rstrip(b'\r\n')
            if data:
                if line == b'.':
                    open('mail.txt', 'wb').write(b'\n'.join(lines)); data = False; self.wfile.write(b'250 taken\r\n')
                else: lines.append(line)
                continue
            lines.append(b'> ' + line)
            if line[:4].upper() == b'DATA': data = True; self.wfile.write(b'354 go\r\n')
            elif line[:4].upper() == b'QUIT': self.wfile.write(b'221 bye\r\n'); return
            elif b'refused' in line: self.wfile.write(b'550 no such user\r\n')
            else: self.wfile.write(b'250 ok\r\n')
web = http.server.ThreadingHTTPServer(('127.0.0.1', 0), H)
mail = socketserver.ThreadingTCPServer(('127.0.0.1', 0), M)
threading.Thread(target=mail.serve_forever, daemon=True).start()
open('ports.new', 'w').write('%d %d' % (web.server_port, mail.server_address[1]))
import os; os.rename('ports.new', 'ports')
threading.Timer(50, lambda: os._exit(0)).start()
web.serve_forever()
'@
$server = Start-Process python3 server.py -PassThru
while (-not (Test-Path ports)) { Start-Sleep -Milliseconds 50 }
$web, $smtp = -split (Get-Content ports)
$base = "http://127.0.0.1:$web"
$r = Invoke-WebRequest "$base/json" -UseBasicParsing
"$($r.StatusCode) $($r.StatusDescription) $($r.Content) $($r.RawContentLength)"	# expect: 200 OK {"name": "anna", "tags": [1, 2]} 32
"$($r.Headers['x-test'] -join '+') $($r.Headers.'Content-Type')"	# expect: a+b application/json
"$($r.BaseResponse.StatusCode) $($r.BaseResponse.RequestMessage.RequestUri.AbsolutePath)"	# expect: OK /json
$r = Invoke-WebRequest "$base/html"
"$($r.Content.Substring(3, 5)) $($r.Links[0].href) $($r.Links[0].class) $($r.Images.src) $($r.InputFields.value)"	# expect: grüße /json x i.png 1
"$((Invoke-WebRequest "$base/bytes").Content)"	# expect: 1 2 255
$o = Invoke-RestMethod "$base/json"; "$($o.name) $($o.tags.Count)"	# expect: anna 2
(Invoke-RestMethod "$base/list" | Measure-Object).Count	# expect: 1
(Invoke-RestMethod "$base/xml").box.name	# expect: anna
(Invoke-RestMethod "$base/moved").name	# expect: anna
Invoke-RestMethod "$base/a" -Method Post -Body @{ x = 'a b'; } -Headers @{ 'X-Key' = 'k' }	# expect: POST /a|application/x-www-form-urlencoded|k|x=a%20b
Invoke-RestMethod "$base/a" -Body @{ x = 1 }	# expect: GET /a?x=1|None|None|
Invoke-RestMethod "$base/a" -Method Put -Body '{"a":1}' -ContentType 'application/json'	# expect: PUT /a|application/json|None|{"a":1}
Invoke-RestMethod "$base/a" -Method Delete	# expect: DELETE /a|None|None|
Invoke-RestMethod "$base/a" -CustomMethod PATCH -Body x -ContentType t/p	# expect: PATCH /a|t/p|None|x
$secret = ConvertTo-SecureString pass -AsPlainText -Force
$who = [pscredential]::new('anna', $secret)
try { Invoke-RestMethod "$base/a" -Authentication Basic -Credential $who } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: WebCmdletAllowUnencryptedAuthenticationRequiredException
Invoke-RestMethod "$base/a" -Authentication Basic -Credential $who -AllowUnencryptedAuthentication	# expect: GET /a|None|Basic YW5uYTpwYXNz|
Invoke-RestMethod "$base/a" -Authentication Bearer -Token $secret -AllowUnencryptedAuthentication	# expect: GET /a|None|Bearer pass|
Invoke-RestMethod "$base/cookie" -SessionVariable s	# expect: none
Invoke-RestMethod "$base/cookie" -WebSession $s	# expect: id=7
try { Invoke-RestMethod "$base/missing" } catch { "$($_.Exception.Message) $([int]$_.Exception.Response.StatusCode) $_ $($_.FullyQualifiedErrorId)" }
# expect: Response status code does not indicate success: 404 (Not Found). 404 {"error": "no box"} WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeRestMethodCommand
(Invoke-WebRequest "$base/missing" -SkipHttpErrorCheck).StatusCode	# expect: 404
$null = Invoke-RestMethod "$base/missing" -SkipHttpErrorCheck -StatusCodeVariable code -ResponseHeadersVariable head; "$code $($head.'Content-Type')"	# expect: 404 application/json
Invoke-RestMethod "$base/a" -Method Post -Body ([xml]'<a>1</a>') -ContentType text/xml	# expect: POST /a|text/xml|None|<a>1</a>
(Invoke-RestMethod "$base/page1" -FollowRelLink) -join ' '	# expect: 1 2
Invoke-WebRequest "$base/bytes" -OutFile got.bin; (Get-Item got.bin).Length	# expect: 3
Set-Content part.txt 'a part'
(Invoke-RestMethod "$base/a" -Method Post -Form @{ f = Get-Item part.txt }) -match 'filename="part.txt"'	# expect: True
try { Invoke-WebRequest 'http://127.0.0.1:1/' } catch { "$_ $($_.Exception.GetType().Name)" }	# expect: Connection refused (127.0.0.1:1) HttpRequestException
try { Invoke-WebRequest "$base/a" -PassThru } catch { $_.FullyQualifiedErrorId -replace ',.*' }	# expect: WebCmdletOutFileMissingException
Set-Content part.txt 'an attachment' -NoNewline
Send-MailMessage -From 'Jörg <joerg@example.com>' -To anna@example.com, 'Bo <bo@example.com>' -Bcc cy@example.com -Subject 'Grüße' -Body 'Zeile eins' -Attachments part.txt -Priority High -SmtpServer 127.0.0.1 -Port $smtp
$mail = Get-Content mail.txt
$mail -match '^> (MAIL|RCPT)'
# expect: > MAIL FROM:<joerg@example.com>
# expect: > RCPT TO:<anna@example.com>
# expect: > RCPT TO:<bo@example.com>
# expect: > RCPT TO:<cy@example.com>
$mail -match '^(From|To| Bo|Subject|X-Prio)'
# expect: From: =?utf-8?B?SsO2cmc=?= <joerg@example.com>
# expect: To: anna@example.com,
# expect:  Bo <bo@example.com>
# expect: Subject: =?utf-8?B?R3LDvMOfZQ==?=
# expect: X-Priority: 1
@($mail -match 'cy@' -notmatch '^>').Count	# expect: 0
$mail -match 'filename'	# expect: Content-Disposition: attachment; filename="part.txt"
$mail -contains 'WmVpbGUgZWlucw=='	# expect: True
Send-MailMessage -From a@b.example -To c@d.example -Subject s -Body '<p>x</p>' -BodyAsHtml -SmtpServer 127.0.0.1 -Port $smtp; (Get-Content mail.txt) -match '^Content-Type'	# expect: Content-Type: text/html; charset=utf-8
try { Send-MailMessage -From a@b.example -To refused@d.example -SmtpServer 127.0.0.1 -Port $smtp -ErrorAction Stop } catch { "$($_.Exception.GetType().Name) $($_ -match '^Failure sending mail')" }	# expect: SmtpException True
try { Send-MailMessage -From a@b.example -To nonsense -SmtpServer 127.0.0.1 -ErrorAction Stop } catch { "$_" }	# expect: The specified string is not in the form required for an e-mail address.
try { Send-MailMessage -From a@b.example -To c@d.example } catch { $_.FullyQualifiedErrorId }	# expect: SendMailMessageError,Microsoft.PowerShell.Commands.SendMailMessage
$server | Stop-Process
