bob@contoso.com
