#!/usr/bin/env bash
# Copies a file into Kafka at least once and exactly once in turns, and shows records a second of both and their ratio.
#   eng/exactly-once-cost.sh [ROUNDS] [LINES]        KAFKA_HOME names an Apache Kafka
set -euo pipefail
cd "$(dirname "$0")/.."
export COST_ROUNDS=${1:-3} COST_LINES=${2:-3000000}
dotnet build silo -c Release -v q -clp:NoSummary
dotnet run --project tests/EndToEnd -c Release -- -class '*ExactlyOnceCostTests' -explicit only -diagnostics
