#!/bin/sh
# Hostile XML: shown in canonical form or refused, nothing fetched, nothing expanded.
exec "$(dirname "$0")/judge" xml xml-hostile
