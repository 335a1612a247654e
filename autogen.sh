#!/bin/sh
# Makes ./configure. `autoreconf -fi` alone does the same.
cd "$(dirname "$0")" && exec autoreconf -fi
