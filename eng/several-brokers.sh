#!/usr/bin/env bash
# Delivers a growing file exactly once to a cluster of three brokers while they are killed with -9 in turn, and compares what a reader of committed records sees with the file.
#   KAFKA_HOME=... eng/several-brokers.sh [ROUNDS] [PORT]        (6 rounds and port 29092 unless given)
set -euo pipefail
cd "$(dirname "$0")/.."
: "${KAFKA_HOME:?names an Apache Kafka distribution}"
rounds=${1:-6} port=${2:-29092} work=$(mktemp -d) pids=()
servers=127.0.0.1:$port,127.0.0.1:$((port + 10)),127.0.0.1:$((port + 20)) rest=$((port + 30))
export NODES=3 KAFKA_HEAP_OPTS=-Xmx256m CLUSTER_ID
CLUSTER_ID=$(head -c16 /dev/urandom | basenc --base64url | tr -d = | sed 's/^-/A/')
stop() {
  kill -9 "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

start_broker() {
  mkdir -p "$work/broker-$1"
  NODE=$1 eng/start-kafka.sh "$work/broker-$1" "$port" >"$work/broker-$1/log" 2>&1 &
  pids[$1]=$!
}

wait_for() {
  for ((i = 0; i < 600; i++)); do
    if "$@" >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  echo "waited in vain for: $*" >&2
  tail -20 "$work"/worker.log >&2
  exit 1
}

is_up() { grep -q "Kafka Server started" "$work/broker-$1/log"; }
is_moving() { curl -sf "http://127.0.0.1:$rest/connectors/in/status" | grep -q '"tasks":\[{"id":0,"state":"RUNNING"'; }
read_committed() { "$KAFKA_HOME/bin/kafka-console-consumer.sh" --bootstrap-server "$servers" --topic lines --from-beginning --isolation-level read_committed --timeout-ms 15000 2>/dev/null || true; }

feed() {
  for ((n = 0; ; n += 200)); do
    seq -f 'line %012.0f' "$n" $((n + 199)) >>"$work/in.txt"
    sleep 0.05
  done
}

dotnet build silo -c Release -v q -clp:NoSummary
for node in 1 2 3; do start_broker $node; done
for node in 1 2 3; do wait_for is_up $node; done
dotnet artifacts/bin/OrleansConnect.Silo/release/OrleansConnect.Silo.dll distributed "--bootstrap.servers=$servers" --group.id=several --exactly.once.source.support=enabled \
  --{config,offset,status}.storage.replication.factor=3 --{config,offset,status}.storage.min.insync.replicas=2 \
  --value.converter=org.apache.kafka.connect.storage.StringConverter "--listeners=http://127.0.0.1:$rest" "--grpc.listeners=http://127.0.0.1:$((rest + 1))" >"$work/worker.log" 2>&1 &
pids+=($!)
wait_for curl -sf "http://127.0.0.1:$rest/connectors"
touch "$work/in.txt"
curl -sf -X PUT -H 'Content-Type: application/json' "http://127.0.0.1:$rest/connectors/in/config" -o /dev/null -d @- <<JSON
{"connector.class": "FileStreamSource", "file": "$work/in.txt", "topic": "lines", "exactly.once.support": "required", "transaction.boundary": "interval", "transaction.boundary.interval.ms": "300",
 "topic.creation.default.partitions": "1", "topic.creation.default.replication.factor": "3", "topic.creation.default.min.insync.replicas": "2"}
JSON
wait_for is_moving
started=$SECONDS
feed &
feeder=$!
pids+=($feeder)
for ((round = 0; round < rounds; round++)); do
  node=$((round % 3 + 1))
  sleep 2
  kill -9 "${pids[$node]}"
  wait "${pids[$node]}" 2>/dev/null || true
  sleep 3
  start_broker $node
  wait_for is_up $node
  echo "round $((round + 1)): broker $node was killed and is back; $(wc -l <"$work/in.txt") lines so far"
done

kill "$feeder"
wait "$feeder" 2>/dev/null || true
wait_for is_moving
seconds=$((SECONDS - started))
read_committed >"$work/out.txt"
restarts=$(grep -c 'Task in/0 started on worker' "$work/worker.log" || true)
cmp "$work/in.txt" "$work/out.txt" || { echo "in: $(wc -l <"$work/in.txt"), out: $(wc -l <"$work/out.txt")"; cp "$work/worker.log" ./artifacts/several-brokers-worker.log; exit 1; }
echo "$(wc -l <"$work/out.txt") lines in $seconds s, each once and in order, with $rounds kills of brokers; the task was started $restarts times"
