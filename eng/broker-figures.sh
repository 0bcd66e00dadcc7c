#!/usr/bin/env bash
# Measures the embedded broker beside Apache Kafka (one node, from KAFKA_HOME) and prints a table: the same Java clients, in turns, the median of PASSES.
#   KAFKA_HOME=... eng/broker-figures.sh [RECORDS] [PASSES]      (2,000,000 records of 100 bytes and 3 passes unless given; ports 21950 to 21952)
set -euo pipefail
cd "$(dirname "$0")/.."
: "${KAFKA_HOME:?names an Apache Kafka distribution}"
records=${1:-2000000} passes=${2:-3} dir=$(mktemp -d)
declare -A port=([embedded]=21950 [apache]=21951) pid=() started=() rest=()
export KAFKA_HEAP_OPTS=-Xmx512m
trap 'for p in "${pid[@]}"; do kill "$p" 2>/dev/null || true; wait "$p" 2>/dev/null || true; done; rm -rf "$dir"' EXIT

# Sends one ApiVersions request (version 0, no client id) and waits for the first bytes of the answer.
answers() { { exec 3<>"/dev/tcp/127.0.0.1/$1" && printf '\0\0\0\012\0\022\0\0\0\0\0\1\377\377' >&3 && [ "$(head -c 4 <&3 | wc -c)" = 4 ]; } 2>/dev/null; }

start() {
  local name=$1 began=$EPOCHREALTIME; shift
  "$@" >"$dir/$name.log" 2>&1 & pid[$name]=$!
  until answers "${port[$name]}"; do sleep 0.005; done
  started[$name]=$(awk "BEGIN { printf \"%.2f s\", $EPOCHREALTIME - $began }")
  sleep 2
  rest[$name]=$(memory "$name" VmRSS)
}

memory() { awk "/$2/ { printf \"%d MB\", \$2 / 1024 }" "/proc/${pid[$1]}/status"; }
cpu() { awk '{ print ($14 + $15) * 10 }' "/proc/${pid[$1]}/stat"; }
note() { echo "$3" >>"$dir/$1.$2"; }
median() { sort -n "$dir/$1.$2" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# TOPIC RECORDS RATE LINGER [WARMUP]; the last line is about the records after the warm-up, where there is one
produce() { "$KAFKA_HOME/bin/kafka-producer-perf-test.sh" --topic "$2" --record-size 100 --num-records "$3" --throughput "$4" --bootstrap-server "127.0.0.1:${port[$1]}" --command-property acks=all linger.ms="$5" --warmup-records "${6:-0}" 2>/dev/null | tail -1; }
consume() { "$KAFKA_HOME/bin/kafka-consumer-perf-test.sh" --bootstrap-server "127.0.0.1:${port[$1]}" --topic "$2" --num-records "$records" 2>/dev/null | tail -1; }

measure() {
  local name=$1 topic=load$2 before line
  before=$(cpu "$name")
  note "$name" produced "$(produce "$name" "$topic" "$records" -1 5 | sed -E 's/.*sent, ([0-9]+).*/\1/')"
  note "$name" producing "$(($(cpu "$name") - before))"
  # The first hundred milliseconds of a new JVM are as long on either broker, and would be the slowest percent of ten seconds.
  line=$(produce "$name" latency 15000 1000 0 5000)
  note "$name" average "$(sed -E 's/.* ([0-9.]+) ms avg.*/\1/' <<<"$line")"
  note "$name" p50 "$(sed -E 's/.* ([0-9]+) ms 50th.*/\1/' <<<"$line")"
  note "$name" p99 "$(sed -E 's/.* ([0-9]+) ms 99th.*/\1/' <<<"$line")"
  before=$(cpu "$name")
  # The last column is records a second while fetching, without the time to join the group.
  note "$name" consumed "$(consume "$name" "$topic" | awk -F', ' '{ printf "%d", $NF }')"
  note "$name" consuming "$(($(cpu "$name") - before))"
}

dotnet build silo -c Release -v q -clp:NoSummary
start embedded artifacts/bin/OrleansConnect.Silo/release/OrleansConnect.Silo broker --data-dir "$dir/embedded" --port "${port[embedded]}"

cat >"$dir/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:21952
listeners=PLAINTEXT://127.0.0.1:${port[apache]},CONTROLLER://127.0.0.1:21952
advertised.listeners=PLAINTEXT://127.0.0.1:${port[apache]}
controller.listener.names=CONTROLLER
log.dirs=$dir/apache
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
PROPERTIES
"$KAFKA_HOME/bin/kafka-storage.sh" format -t "$(head -c16 /dev/urandom | basenc --base64url | tr -d '=' | tr '-' 'A')" -c "$dir/server.properties" >/dev/null
start apache "$KAFKA_HOME/bin/kafka-server-start.sh" "$dir/server.properties"

for name in embedded apache; do produce "$name" warm 300000 -1 5 >/dev/null; done
for ((pass = 1; pass <= passes; pass++)); do
  for name in embedded apache; do measure "$name" "$pass"; done
done

echo '| broker | produce records/s | consume records/s | broker CPU us a record, produce / consume | acks=all latency mean / p50 / p99 | start to first answer | memory at rest / peak |'
echo '|---|---|---|---|---|---|---|'
for name in embedded apache; do
  per() { awk "BEGIN { printf \"%.2f\", $(median "$name" "$1") * 1000 / $records }"; }
  echo "| $name | $(median "$name" produced) | $(median "$name" consumed) | $(per producing) / $(per consuming) | $(median "$name" average) / $(median "$name" p50) / $(median "$name" p99) ms | ${started[$name]} | ${rest[$name]} / $(memory "$name" VmHWM) |"
done
