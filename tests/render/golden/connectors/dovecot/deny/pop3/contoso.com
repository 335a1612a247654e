anna@contoso.com
bob@contoso.com
