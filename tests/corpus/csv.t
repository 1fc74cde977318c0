#!/bin/sh
# CSV files of other readers' test suites, read as those readers read them or refused.
exec "$(dirname "$0")/judge" csv csv
