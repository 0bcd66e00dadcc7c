#!/usr/bin/env bash
# Cuts workers off from Kafka, and from each other, and shows that every task ends with one owner. Each worker lives in a network namespace of its own; needs root, iproute2 and
# curl. KAFKA_HOME names an Apache Kafka.
#   eng/network-cuts.sh [DIRECTORY OF THE BUILT SILO]
set -euo pipefail
cd "$(dirname "$0")/.."
silo=${1:-artifacts/bin/OrleansConnect.Silo/release}/OrleansConnect.Silo
net=10.77.0 port=39092 tasks=9
work=$(mktemp -d)
declare -A pids

cleanup() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  for n in 1 2 3; do ip netns del "oc-cut-$n" 2>/dev/null || true; done
  ip link del oc-cut 2>/dev/null || true
  if [ "${failed:-1}" = 0 ]; then rm -rf "$work"; else echo "The logs are in $work."; fi
}
trap cleanup EXIT

# A neighbour entry that leads nowhere: packets vanish without a word, as they do in a broken network.
cut_off() { ip netns exec "oc-cut-$1" ip neigh replace "$net.$2" lladdr 02:00:00:00:00:01 dev eth0 nud permanent; }
join_up() { ip netns exec "oc-cut-$1" ip neigh del "$net.$2" dev eth0 2>/dev/null || true; }

start() {
  local s=org.apache.kafka.connect.storage.StringConverter
  ip netns exec "oc-cut-$1" "$silo" distributed "--bootstrap.servers=$net.1:$port" --group.id=cuts "--listeners=http://$net.1$1:8083" \
    "--grpc.listeners=http://$net.1$1:8084" "--orleans.advertised.ip=$net.1$1" "--key.converter=$s" "--header.converter=$s" \
    --value.converter=org.apache.kafka.connect.json.JsonConverter --offset.flush.interval.ms=1000 \
    --offset.storage.partitions=2 >>"$work/worker-$1.log" 2>&1 &
  pids[$1]=$!
  within 90 "worker $1 is ready" curl -sf -m 2 -o /dev/null "http://$net.1$1:8083/connectors"
}

within() {
  local limit=$1 what=$2 start=$SECONDS
  shift 2
  until "$@"; do
    if ((SECONDS - start > limit)); then echo "NOT within $limit s: $what"; exit 1; fi
    sleep 0.1
  done
  echo "$what: after $((SECONDS - start)) s"
}

# Whether all tasks run, none of them on that worker, as another worker sees it.
runs_without() {
  local status running
  status=$(curl -sf -m 3 "http://$net.1$2:8083/connectors/gen/status") || return 1
  status=${status#*\"tasks\"}
  running=$(grep -o '"state":"RUNNING"' <<<"$status" | wc -l)
  [ "$running" = "$tasks" ] && ! grep -q "\"$net.1$1:8083\"" <<<"${status%%\"orleans\"*}"
}
shared_by_all() { runs_without 9 1 || return 1; local n status; status=$(curl -sf -m 3 "http://$net.11:8083/connectors/gen/status") || return 1; for n in 1 2 3; do grep -q "\"$net.1$n:8083\"" <<<"${status#*\"tasks\"}" || return 1; done; }
ended() { ! kill -0 "${pids[$1]}" 2>/dev/null; }

ip link add oc-cut type bridge
ip addr add "$net.1/24" dev oc-cut
ip link set oc-cut up
for n in 1 2 3; do
  ip netns add "oc-cut-$n"
  ip link add "oc-cut-v$n" type veth peer name eth0 netns "oc-cut-$n"
  ip link set "oc-cut-v$n" master oc-cut up
  ip netns exec "oc-cut-$n" ip addr add "$net.1$n/24" dev eth0
  ip netns exec "oc-cut-$n" ip link set eth0 up
  ip netns exec "oc-cut-$n" ip link set lo up
done
printf 'listeners=PLAINTEXT://0.0.0.0:%s,CONTROLLER://127.0.0.1:%s\nadvertised.listeners=PLAINTEXT://%s.1:%s\n' "$port" "$((port + 1))" "$net" "$port" >"$work/extra"
EXTRA_CONFIG=$work/extra eng/start-kafka.sh "$work/kafka" "$port" >"$work/kafka.log" 2>&1 &
pids[kafka]=$!
within 90 "Kafka serves" grep -q "Kafka Server started" "$work/kafka.log"

for n in 1 2 3; do start "$n"; done
curl -sf -X PUT -H 'Content-Type: application/json' "http://$net.11:8083/connectors/gen/config" -d \
  "{\"connector.class\":\"DatagenSource\",\"tasks.max\":\"$tasks\",\"topic\":\"cuts\",\"quickstart\":\"orders\",\"value.converter.schemas.enable\":\"false\"}" >/dev/null
within 60 "all three share the tasks" shared_by_all

echo "-- worker 2 is cut off from Kafka, not from its peers"
cut_off 2 1
within 60 "its tasks run elsewhere" runs_without 2 1
join_up 2 1
within 90 "it sees Kafka again and has ended" ended 2
start 2
within 60 "all three share the tasks" shared_by_all

echo "-- worker 3 is cut off from its peers, not from Kafka"
cut_off 3 11
cut_off 3 12
within 60 "its tasks run elsewhere" runs_without 3 1
within 60 "it has ended" ended 3
failed=0
