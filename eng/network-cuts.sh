#!/usr/bin/env bash
# Cuts workers off from Kafka, and from each other, and shows that every task ends with one owner, that none ever had two, and that no line was lost. Each worker lives in a network
# namespace of its own; needs root, iproute2 and curl. KAFKA_HOME names an Apache Kafka with bin/dev-cluster.sh.
#   eng/network-cuts.sh [DIRECTORY OF THE BUILT SILO] [DIRECTORY OF THE TESTS' BUILT PLUGINS]
# Ends with 77 where network namespaces are not permitted.
set -euo pipefail
cd "$(dirname "$0")/.."
silo=${1:-artifacts/bin/OrleansConnect.Silo/release}/OrleansConnect.Silo.dll
plugins=$(realpath "${2:-artifacts/bin/OrleansConnect.Tests.Plugins/release}")
# A network of this run's own: others may run beside it.
net=10.$((RANDOM % 200 + 20)).$((RANDOM % 250)) id=oc$((RANDOM % 90000 + 10000)) copies=6
# Kafka's own two ports: none that somebody has, nor one of those that systems give to clients.
until port=$((RANDOM % 9000 + 11000)) && [ -z "$(ss -Htan "sport = :$port or sport = :$((port + 1))")" ]; do :; done
work=$(mktemp -d)
declare -A pids
feeder=

cleanup() {
  for pid in $feeder "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  "$KAFKA_HOME/bin/dev-cluster.sh" stop "$work/kafka" >/dev/null 2>&1 || true
  for n in 1 2 3; do ip netns del "$id-$n" 2>/dev/null || true; done
  ip link del "$id" 2>/dev/null || true
  if [ "${failed:-1}" = 0 ]; then rm -rf "$work"; else tail -n 60 "$work"/worker-*.log 2>/dev/null || true; echo "The logs are in $work."; fi
}
trap cleanup EXIT

# A neighbour entry that leads nowhere: packets vanish without a word, as they do in a broken network.
cut_off() { ip netns exec "$id-$1" ip neigh replace "$net.$2" lladdr 02:00:00:00:00:01 dev eth0 nud permanent; }
join_up() { ip netns exec "$id-$1" ip neigh del "$net.$2" dev eth0 2>/dev/null || true; }

start() {
  local s=org.apache.kafka.connect.storage.StringConverter
  ip netns exec "$id-$1" dotnet "$silo" distributed "--bootstrap.servers=$net.1:$port" --group.id=cuts "--listeners=http://$net.1$1:8083" \
    "--grpc.listeners=http://$net.1$1:8084" "--orleans.advertised.ip=$net.1$1" "--key.converter=$s" "--header.converter=$s" "--value.converter=$s" \
    "--plugin.path=$plugins" --offset.flush.interval.ms=1000 --offset.storage.partitions=2 >>"$work/worker-$1.log" 2>&1 &
  pids[$1]=$!
  within 90 "worker $1 is ready" curl -sf -m 2 -o /dev/null "http://$net.1$1:8083/connectors"
}

within() {
  local limit=$1 what=$2 start=$SECONDS
  shift 2
  until "$@"; do
    if ((SECONDS - start > limit)); then
      echo "NOT within $limit s: $what. As each worker sees it:"
      for n in 1 2 3; do curl -s -m 3 "http://$net.1$n:8083/connectors?expand=status" || true; echo; done
      exit 1
    fi
    sleep 0.1
  done
  echo "$what: after $((SECONDS - start)) s"
}

# The workers of all running tasks, a line each, as a worker sees them.
owners() { curl -sf -m 3 "http://$net.1$1:8083/connectors?expand=status" | grep -o '"tasks":\[{"id":0,"state":"RUNNING","worker_id":"[^"]*"' | sed 's/.*:"//; s/"$//'; }
# Whether all tasks run, none of them on that worker, as another worker sees it.
runs_without() { local all; all=$(owners "$2") && [ "$(wc -l <<<"$all")" = $((copies * 2)) ] && ! grep -q "^$net.1$1:" <<<"$all"; }
shared_by_all() { local all; all=$(owners 1) && [ "$(wc -l <<<"$all")" = $((copies * 2)) ] && [ "$(sort <<<"$all" | uniq -c | grep -c "^ *$((copies * 2 / 3)) ")" = 3 ]; }
ended() { ! kill -0 "${pids[$1]}" 2>/dev/null; }
has_logged() { grep -q "$2" "$work/worker-$1.log"; }

put() { curl -sf -o /dev/null -X PUT -H 'Content-Type: application/json' "http://$net.11:8083/connectors/$1/config" -d "$2"; }
create() {
  local c stamp='"transforms": "stamp", "transforms.stamp.type": "OrleansConnect.Tests.Plugins.Stamp"'
  for ((c = 0; c < copies; c++)); do
    : >"$work/in-$c"
    put "in-$c" "{\"connector.class\": \"FileStreamSource\", \"file\": \"$work/in-$c\", \"topic\": \"cuts-$c\", $stamp, \"transforms.stamp.key\": \"src\"}"
    put "out-$c" "{\"connector.class\": \"FileStreamSink\", \"file\": \"$work/out-$c\", \"topics\": \"cuts-$c\", $stamp, \"transforms.stamp.key\": \"snk\"}"
  done
}

feed() {
  trap 'exit 0' TERM
  local line c
  for ((line = 0; ; line++)); do
    for ((c = 0; c < copies; c++)); do echo "$line" >>"$work/in-$c"; done
    sleep 0.02
  done
}

# Each line says who moved it and when: 17 src=PROCESS:GENERATION:MS snk=PROCESS:GENERATION:MS. The spans of time in which a task's owners worked must not overlap.
one_owner_at_a_time() {
  local c w
  for ((c = 0; c < copies; c++)); do
    for w in 2 3; do
      awk -v w=$w '{ n = split($w, p, ":"); o = p[1] ":" p[2]; t = p[3]; if (!(o in first) || t < first[o]) first[o] = t; if (t > last[o]) last[o] = t }
        END { for (o in first) print first[o], last[o], o }' "$work/out-$c" | sort -n |
        awk -v c="$c" 'NR > 1 && $1 < end { print "copy " c ": " $3 " began at " $1 ", before " owner " ended at " end; bad = 1 } { end = $2; owner = $3 } END { exit bad }' || return 1
    done
  done
}
all_copied() {
  local c
  for ((c = 0; c < copies; c++)); do cmp -s <(sort -u "$work/in-$c") <(cut -d ' ' -f 1 "$work/out-$c" 2>/dev/null | sort -u) || return 1; done
}

ip netns add "$id-1" 2>/dev/null || { echo "Network namespaces are not permitted here."; failed=0; exit 77; }
ip netns del "$id-1"
ip link add "$id" type bridge || { echo "Network bridges are not permitted here."; failed=0; exit 77; }
ip addr add "$net.1/24" dev "$id"
ip link set "$id" up
for n in 1 2 3; do
  ip netns add "$id-$n"
  ip link add "$id-v$n" type veth peer name eth0 netns "$id-$n"
  ip link set "$id-v$n" master "$id" up
  ip netns exec "$id-$n" ip addr add "$net.1$n/24" dev eth0
  ip netns exec "$id-$n" ip link set eth0 up
  ip netns exec "$id-$n" ip link set lo up
done
printf 'listeners=PLAINTEXT://%s.1:%s,CONTROLLER://127.0.0.1:%s\nadvertised.listeners=PLAINTEXT://%s.1:%s\n' \
  "$net" "$port" "$((port + 1))" "$net" "$port" >"$work/extra"
EXTRA_CONFIG=$work/extra "$KAFKA_HOME/bin/dev-cluster.sh" start "$work/kafka" "$port" >/dev/null

for n in 1 2 3; do start "$n"; done
create
feed &
feeder=$!
within 60 "all three share the tasks" shared_by_all

echo "-- worker 2 is cut off from Kafka, not from its peers"
cut_off 2 1
within 60 "its tasks run elsewhere" runs_without 2 1
within 10 "it has paused" has_logged 2 "its tasks pause until it knows"
join_up 2 1
within 60 "it sees Kafka again and has ended" ended 2
start 2
within 60 "all three share the tasks" shared_by_all

echo "-- worker 3 is cut off from its peers, not from Kafka"
cut_off 3 11
cut_off 3 12
within 60 "its tasks run elsewhere" runs_without 3 1
within 60 "it has ended" ended 3
join_up 3 11
join_up 3 12
start 3
within 60 "all three share the tasks" shared_by_all

kill "$feeder"
wait "$feeder" 2>/dev/null || true
within 60 "all $(wc -l <"$work/in-0") lines of $copies files are copied" all_copied
one_owner_at_a_time && echo "no task had two owners at a time"
failed=0
