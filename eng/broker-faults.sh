#!/usr/bin/env bash
# Kills the embedded broker ROUNDS times (200 unless given) under idempotent and transactional producers, and checks what is left.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Conformance -c Release -v q -clp:NoSummary
BROKER_KILL_ROUNDS=${1:-200} artifacts/bin/OrleansConnect.Tests.Conformance/release/OrleansConnect.Tests.Conformance -class '*BrokerKillTests' -showLiveOutput
