if ($a {
  'x'
