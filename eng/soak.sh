#!/usr/bin/env bash
# Runs three workers under load with a random fault every ten seconds: kill -9, SIGTERM, SIGSTOP, the loss of all and of Kafka, and for root on Linux cuts from Kafka and from the peers.
#   eng/soak.sh [MINUTES] [SEED]        KAFKA_HOME names an Apache Kafka
set -euo pipefail
cd "$(dirname "$0")/.."
export SOAK_MINUTES=${1:-10}
[ -n "${2:-}" ] && export SOAK_SEED=$2
dotnet build silo -c Release -v q -clp:NoSummary
dotnet run --project tests/EndToEnd -c Release -- -method '*any_number_of_faults' -explicit only -diagnostics
