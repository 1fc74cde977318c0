#!/bin/sh
# Broken and hostile .zip archives: listed right or refused.
exec "$(dirname "$0")/judge" zip zip-hostile
