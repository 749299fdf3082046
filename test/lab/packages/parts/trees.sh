# What lies in each package's tree.

# Every command is one class; a server also has its own heap, log settings and name.
tool() { # tool PATH CLASS
  printf '#!/bin/bash\nexec /usr/bin/kafka-run-class %s "$@"\n' "$2" >"$1"
}
log4j_option() { # log4j_option NAME: Kafka 4 logs by Log4j 2
  if ((LINE < 4)); then echo "-Dlog4j.configuration=file:/etc/kafka/$1.properties"; else echo "-Dlog4j2.configurationFile=/etc/kafka/${1}2.yaml"; fi
}
server() { # server PATH HEAP LOG4J NAME CLASS [JARS]
  cat >"$1" <<SH
#!/bin/bash
[ \$# -gt 0 ] || { echo "USAGE: \${0##*/} [-daemon] FILE.properties" >&2; exit 1; }
export KAFKA_HEAP_OPTS=\${KAFKA_HEAP_OPTS:-$2}
export KAFKA_LOG4J_OPTS=\${KAFKA_LOG4J_OPTS:-$(log4j_option "$3")}
SH
  [[ -z ${6:-} ]] || echo "export CLASSPATH=\"\${CLASSPATH:+\$CLASSPATH:}$6\"" >>"$1"
  cat >>"$1" <<SH
daemon=
[ "\$1" = -daemon ] && { daemon=-daemon; shift; }
exec /usr/bin/kafka-run-class \$daemon -name $4 $5 "\$@"
SH
}

tree_kafka() {
  local r=$1 bin=$1/usr/bin name class newer
  mkdir -p "$r/usr/share/java/kafka" "$bin" "$r/etc"
  ln "$JARS"/*.jar "$r/usr/share/java/kafka/" 2>/dev/null || cp "$JARS"/*.jar "$r/usr/share/java/kafka/"
  cp -rL "$HERE/$KAFKA/etc/kafka" "$r/etc/"
  sed "s#-Dlog4j.configuration=file:/etc/kafka/tools-log4j.properties#$(log4j_option tools-log4j)#" "$HERE/kafka/bin/kafka-run-class" >"$bin/kafka-run-class"
  server "$bin/kafka-server-start" '-Xmx1G -Xms1G' log4j kafkaServer kafka.Kafka
  server "$bin/connect-distributed" '-Xms256M -Xmx2G' connect-log4j connectDistributed \
    org.apache.kafka.connect.cli.ConnectDistributed '/usr/share/java/kafka-serde-tools/*'
  server "$bin/connect-standalone" '-Xms256M -Xmx2G' connect-log4j connectStandalone \
    org.apache.kafka.connect.cli.ConnectStandalone '/usr/share/java/kafka-serde-tools/*'
  while read -r name class newer; do
    ((LINE < 4)) || class=${newer:-$class}
    tool "$bin/$name" "$class"
  done <<'TOOLS'
kafka-topics org.apache.kafka.tools.TopicCommand
kafka-configs kafka.admin.ConfigCommand
kafka-acls kafka.admin.AclCommand org.apache.kafka.tools.AclCommand
kafka-broker-api-versions kafka.admin.BrokerApiVersionsCommand org.apache.kafka.tools.BrokerApiVersionsCommand
kafka-cluster org.apache.kafka.tools.ClusterTool
kafka-console-consumer org.apache.kafka.tools.consumer.ConsoleConsumer
kafka-console-producer kafka.tools.ConsoleProducer org.apache.kafka.tools.ConsoleProducer
kafka-consumer-groups org.apache.kafka.tools.consumer.group.ConsumerGroupCommand
kafka-consumer-perf-test org.apache.kafka.tools.ConsumerPerformance
kafka-producer-perf-test org.apache.kafka.tools.ProducerPerformance
kafka-delete-records org.apache.kafka.tools.DeleteRecordsCommand
kafka-dump-log kafka.tools.DumpLogSegments
kafka-features org.apache.kafka.tools.FeatureCommand
kafka-get-offsets org.apache.kafka.tools.GetOffsetShell
kafka-leader-election org.apache.kafka.tools.LeaderElectionCommand
kafka-log-dirs org.apache.kafka.tools.LogDirsCommand
kafka-metadata-quorum org.apache.kafka.tools.MetadataQuorumCommand
kafka-reassign-partitions org.apache.kafka.tools.reassign.ReassignPartitionsCommand
kafka-replica-verification org.apache.kafka.tools.ReplicaVerificationTool
kafka-storage kafka.tools.StorageTool
kafka-transactions org.apache.kafka.tools.TransactionsCommand
kafka-verifiable-consumer org.apache.kafka.tools.VerifiableConsumer
kafka-verifiable-producer org.apache.kafka.tools.VerifiableProducer
connect-plugin-path org.apache.kafka.tools.ConnectPluginPath
TOOLS
  stop "$bin/kafka-server-stop" kafka.Kafka
  ((LINE >= 4)) || zookeeper_scripts "$bin"
  chmod 755 "$bin"/*
}

stop() { # stop PATH CLASS
  cat >"$1" <<SH
#!/bin/bash
pids=\$(pgrep -f '[ ].*${2//./\\.}( |\$)') || { echo "No server to stop" >&2; exit 1; }
kill -TERM \$pids
SH
}

zookeeper_scripts() { # zookeeper_scripts FOLDER
  server "$1/zookeeper-server-start" '-Xmx512M -Xms512M' log4j zookeeper \
    org.apache.zookeeper.server.quorum.QuorumPeerMain
  cat >"$1/zookeeper-shell" <<'SH'
#!/bin/bash
[ $# -gt 0 ] || { echo "USAGE: $0 zookeeper_host:port[/path] [args...]" >&2; exit 1; }
exec /usr/bin/kafka-run-class org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka -server "$@"
SH
  stop "$1/zookeeper-server-stop" QuorumPeerMain
}

compile() { # compile SOURCES JAR CLASSPATH [SERVICE CLASS]: a jar of the lab's own classes
  local out
  out=$(mktemp -d "$STAGE/javac.XXXX")
  # shellcheck disable=SC2046 # our own names of files, without spaces
  javac --release 11 -nowarn -d "$out" -cp "$3" $(find "$1" -name '*.java')
  if [[ ${4:-} ]]; then mkdir -p "$out/META-INF/services" && echo "$5" >"$out/META-INF/services/$4"; fi
  jar cf "$2" -C "$out" .
}

# The registry is Apicurio's, which keeps its schemas in Kafka too and speaks the same REST API; a front of the lab's
# own reads the settings file and serves the paths. It lies outside /usr/share/java, where Connect looks for plugins.
tree_schema_registry() {
  local r=$1 f tools=$1/usr/share/java/kafka-serde-tools
  mkdir -p "$r/usr/bin" "$r/usr/lib/schema-registry" "$r/usr/share/java/schema-registry" "$tools" "$r/etc"
  cp -al "$CACHE"/jars/registry/. "$r/usr/lib/schema-registry/"
  rm -f "$r/usr/lib/schema-registry/.lab-ready"
  cp "$HERE"/schema-registry/bin/* "$r/usr/bin/" && chmod 755 "$r"/usr/bin/*
  cp -r "$HERE/schema-registry/etc/schema-registry" "$r/etc/"
  compile "$HERE/schema-registry/src/lab" "$r/usr/share/java/schema-registry/lab-registry-front.jar" .
  for f in "$CACHE"/jars/avro-converter/*.jar; do
    case ${f##*/} in # Connect has these
      connect-api-* | connect-json-* | kafka-clients-* | slf4j-* | lz4-* | snappy-* | zstd-* | javax.ws.rs-*) ;;
      *) ln "$f" "$tools/" ;;
    esac
  done
  compile "$HERE/schema-registry/src/io" "$tools/lab-avro-converter.jar" "$CACHE/jars/avro-converter/*" \
    org.apache.kafka.connect.storage.Converter io.confluent.connect.avro.AvroConverter
}

tree_jdbc() {
  local r=$1
  mkdir -p "$r/usr/share/java/kafka-connect-jdbc" "$r/etc"
  cp -r "$HERE/jdbc/etc/kafka-connect-jdbc" "$r/etc/"
  compile "$HERE/jdbc/src" "$r/usr/share/java/kafka-connect-jdbc/kafka-connect-jdbc-$VERSION.jar" "$JARS/*" \
    org.apache.kafka.connect.source.SourceConnector io.confluent.connect.jdbc.JdbcSourceConnector
}
