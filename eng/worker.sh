#!/usr/bin/env bash
# One Release-built distributed worker in the foreground. BOOTSTRAP, REST_PORT, GROUP, WORK_DIR and, where given, EXTRA_WORKER_CONFIG (lines of worker
# properties) are its environment, as bench tools for connector runtimes set them. Build first: dotnet build silo -c Release
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cat >"$WORK_DIR/worker.properties" <<PROPERTIES
bootstrap.servers=$BOOTSTRAP
group.id=$GROUP
listeners=http://127.0.0.1:$REST_PORT
grpc.listeners=http://127.0.0.1:0
rest.advertised.host.name=127.0.0.1
rest.advertised.port=$REST_PORT
config.storage.topic=$GROUP-configs
offset.storage.topic=$GROUP-offsets
status.storage.topic=$GROUP-status
config.storage.replication.factor=1
offset.storage.replication.factor=1
status.storage.replication.factor=1
offset.storage.partitions=4
status.storage.partitions=2
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.flush.interval.ms=1000
connector.client.config.override.policy=All
${EXTRA_WORKER_CONFIG:-}
PROPERTIES
# See docs/operating.md, "Start and memory".
export DOTNET_EnableWriteXorExecute=${DOTNET_EnableWriteXorExecute:-0}
exec dotnet "$here/artifacts/bin/OrleansConnect.Silo/release/OrleansConnect.Silo.dll" distributed "$WORK_DIR/worker.properties"
