#!/usr/bin/env bash
# Runs one node of Apache Kafka from the distribution at KAFKA_HOME on loopback, in the foreground, until it is ended.
#   KAFKA_HOME=... eng/start-kafka.sh DIR [PORT]      (port 9092 unless given, and the one after it; DIR keeps its data)
# EXTRA_CONFIG names a file of broker properties that are appended.
set -euo pipefail
: "${KAFKA_HOME:?names an Apache Kafka distribution}"
mkdir -p "${1:?the folder for the data}"
dir=$(cd "$1" && pwd) port=${2:-9092}
cat >"$dir/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=PLAINTEXT://127.0.0.1:$port
controller.listener.names=CONTROLLER
log.dirs=$dir/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
PROPERTIES
[ -z "${EXTRA_CONFIG:-}" ] || cat "$EXTRA_CONFIG" >>"$dir/server.properties"
export LOG_DIR=$dir
[ -f "$dir/data/meta.properties" ] ||
  "$KAFKA_HOME/bin/kafka-storage.sh" format -t "$(head -c16 /dev/urandom | basenc --base64url | tr -d = | sed 's/^-/A/')" -c "$dir/server.properties"
exec "$KAFKA_HOME/bin/kafka-server-start.sh" "$dir/server.properties"
