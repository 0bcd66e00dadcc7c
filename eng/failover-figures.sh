#!/usr/bin/env bash
# Loses one of three workers with 30 tasks again and again, to kill -9 and to SIGSTOP, and prints how long it takes until all tasks run elsewhere.
#   eng/failover-figures.sh [ROUNDS]        KAFKA_HOME names an Apache Kafka
set -euo pipefail
cd "$(dirname "$0")/.."
export FAILOVER_ROUNDS=${1:-5}
dotnet build silo -c Release -v q -clp:NoSummary
dotnet run --project tests/EndToEnd -c Release -- -class '*FailoverFigureTests' -explicit only -diagnostics
