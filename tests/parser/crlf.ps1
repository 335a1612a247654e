f a
f bf c
if (1)
{ 2 }
