try { } finally { :in foreach ($i in 1) { break in; continue; break out; break $x } }
:out while (1) { try { } finally { break out } }
