#!/usr/bin/env bash
# Three processes compare-and-set the same 100 keys of a compacted topic of Apache Kafka (KAFKA_HOME) while they and the broker are killed at random for
# SECONDS (120 unless given); then every journal is checked against what the topic holds.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Integration -c Release -v q -clp:NoSummary
STATE_KILL_SECONDS=${1:-120} artifacts/bin/OrleansConnect.Tests.Integration/release/OrleansConnect.Tests.Integration -class '*VersionedLogKillTests' -diagnostics
