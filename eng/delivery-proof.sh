#!/usr/bin/env bash
# Copies numbered lines through a source, a topic and a sink while workers and Kafka are killed with -9 at random, at least once and exactly once, and counts what arrives.
#   eng/delivery-proof.sh [ROUNDS] [LINES] [SEED]        KAFKA_HOME names an Apache Kafka
set -euo pipefail
cd "$(dirname "$0")/.."
export DELIVERY_ROUNDS=${1:-20} DELIVERY_LINES=${2:-1000000} DELIVERY_SEED=${3:-1}
dotnet build silo -c Release -v q -clp:NoSummary
dotnet run --project tests/EndToEnd -c Release -- -class '*DeliveryProofTests' -explicit only -diagnostics
