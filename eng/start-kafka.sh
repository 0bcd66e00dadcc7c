#!/usr/bin/env bash
# Runs one node of Apache Kafka from the distribution at KAFKA_HOME on loopback, in the foreground, until it is ended.
#   KAFKA_HOME=... eng/start-kafka.sh DIR [PORT]      (port 9092 unless given, and the one after it; DIR keeps its data)
#   NODE=2 NODES=3 eng/start-kafka.sh DIR [PORT]      one of several nodes, each with a DIR of its own; node N uses PORT+10*(N-1). CLUSTER_ID has to be the same for all
# EXTRA_CONFIG names a file of broker properties that are appended.
set -euo pipefail
: "${KAFKA_HOME:?names an Apache Kafka distribution}"
mkdir -p "${1:?the folder for the data}"
dir=$(cd "$1" && pwd) first=${2:-9092} node=${NODE:-1} nodes=${NODES:-1}
port=$((first + 10 * (node - 1))) voters='' replicas=$((nodes < 3 ? nodes : 3))
for ((n = 1; n <= nodes; n++)); do voters+=${voters:+,}$n@127.0.0.1:$((first + 10 * (n - 1) + 1)); done
cat >"$dir/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=$node
controller.quorum.voters=$voters
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$dir/data
offsets.topic.replication.factor=$replicas
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$((replicas > 1 ? replicas - 1 : 1))
share.coordinator.state.topic.replication.factor=$replicas
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
PROPERTIES
[ -z "${EXTRA_CONFIG:-}" ] || cat "$EXTRA_CONFIG" >>"$dir/server.properties"
export LOG_DIR=$dir
[ -f "$dir/data/meta.properties" ] ||
  "$KAFKA_HOME/bin/kafka-storage.sh" format -t "${CLUSTER_ID:-$(head -c16 /dev/urandom | basenc --base64url | tr -d = | sed 's/^-/A/')}" -c "$dir/server.properties"
exec "$KAFKA_HOME/bin/kafka-server-start.sh" "$dir/server.properties"
