#!/usr/bin/env bash
# Measures the embedded broker beside Apache Kafka (one node, from KAFKA_HOME), with the same Java clients, and prints a table.
#   KAFKA_HOME=... eng/broker-figures.sh [RECORDS]      (2,000,000 records of 100 bytes unless given; ports 21950 to 21952)
set -euo pipefail
cd "$(dirname "$0")/.."
: "${KAFKA_HOME:?names an Apache Kafka distribution}"
records=${1:-2000000} dir=$(mktemp -d) pid=
export KAFKA_HEAP_OPTS=-Xmx512m
trap 'stop; rm -rf "$dir"' EXIT

stop() { if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; pid=; fi; }

# Sends one ApiVersions request (version 0, no client id) and waits for the first bytes of the answer.
answers() { { exec 3<>"/dev/tcp/127.0.0.1/$1" && printf '\0\0\0\012\0\022\0\0\0\0\0\1\377\377' >&3 && [ "$(head -c 4 <&3 | wc -c)" = 4 ]; } 2>/dev/null; }

start() {
  local began=$EPOCHREALTIME
  "$@" >"$dir/out.log" 2>&1 & pid=$!
  until answers "$port"; do sleep 0.01; done
  took=$(awk "BEGIN { printf \"%.2f s\", $EPOCHREALTIME - $began }")
}

rss() { awk '/VmRSS/ { printf "%d MB", $2 / 1024 }' "/proc/$pid/status"; }
peak() { awk '/VmHWM/ { printf "%d MB", $2 / 1024 }' "/proc/$pid/status"; }
produce() { "$KAFKA_HOME/bin/kafka-producer-perf-test.sh" --topic "$1" --record-size 100 --num-records "$2" --throughput "$3" --bootstrap-server "127.0.0.1:$port" --command-property acks=all linger.ms="$4" 2>/dev/null | tail -1; }

measure() {
  sleep 2; local rest; rest=$(rss)
  produce warm 200000 -1 5 >/dev/null
  local rate latency consumed
  rate=$(produce load "$records" -1 5 | sed -E 's/.*sent, ([0-9]+).*/\1/')
  latency=$(produce latency 10000 1000 0 | sed -E 's/.* ([0-9]+ ms) 50th.* ([0-9]+ ms) 99th.*/\1 \/ \2/')
  consumed=$("$KAFKA_HOME/bin/kafka-consumer-perf-test.sh" --bootstrap-server "127.0.0.1:$port" --topic load --num-records "$records" 2>/dev/null | tail -1 | awk -F', ' '{ printf "%d", $6 }')
  printf '| %s | %s | %s | %s | %s | %s | %s |\n' "$name" "$rate" "$consumed" "$latency" "$took" "$rest" "$(peak)" >>"$dir/table"
}

dotnet build tests/BrokerHost -c Release -v q -clp:NoSummary
name='embedded' port=21950
start artifacts/bin/OrleansConnect.Tests.BrokerHost/release/OrleansConnect.Tests.BrokerHost "$dir/embedded" "$port"
measure; stop

name='Apache Kafka' port=21951
cat >"$dir/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:21952
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:21952
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$dir/apache
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
"$KAFKA_HOME/bin/kafka-storage.sh" format -t "$(head -c16 /dev/urandom | basenc --base64url | tr -d '=' | tr '-' 'A')" -c "$dir/server.properties" >/dev/null
start "$KAFKA_HOME/bin/kafka-server-start.sh" "$dir/server.properties"
measure; stop

echo '| broker | produce records/s | consume records/s | acks=all latency p50 / p99 | start to first answer | memory at rest | peak memory |'
echo '|---|---|---|---|---|---|---|'
cat "$dir/table"
