administrator@contoso.com:{CRYPT}*:5000:5000::/var/spool/hmsh/mail/GUID::userdb_quota_rule=*:bytes=2147483648
anna@contoso.com:{SHA512-CRYPT}$6$hmshfixture1$jB5LVa0/m89yFVoE6rPg.tzRZprEswXZczlZoIVDRIkwNNkhVKSw2fwjwnBrtvaKwYIXwFwHJBrHHVn3s/7yQ.:5000:5000::/var/spool/hmsh/mail/GUID::userdb_quota_rule=*:bytes=2147483648
bob@contoso.com:{SHA512-CRYPT}$6$hmshfixture1$jB5LVa0/m89yFVoE6rPg.tzRZprEswXZczlZoIVDRIkwNNkhVKSw2fwjwnBrtvaKwYIXwFwHJBrHHVn3s/7yQ.:5000:5000::/var/spool/hmsh/mail/GUID::userdb_quota_rule=*:bytes=52428800
desk@contoso.com:{CRYPT}*:5000:5000::/var/spool/hmsh/mail/GUID::userdb_quota_rule=*:bytes=2147483648
