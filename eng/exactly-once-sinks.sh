#!/usr/bin/env bash
# Kills and freezes workers while a file is written with exactly.once, and compares it with its topic, byte for byte.
#   eng/exactly-once-sinks.sh [RECORDS] [KILLS]        KAFKA_HOME names an Apache Kafka
set -euo pipefail
cd "$(dirname "$0")/.."
export EXACTLY_ONCE_RECORDS=${1:-3000000} EXACTLY_ONCE_KILLS=${2:-20}
dotnet build silo -c Release -v q -clp:NoSummary
dotnet run --project tests/EndToEnd -c Release -- -class '*ExactlyOnceSinkTests' -diagnostics
