# Kafka's commands: as the packages have them (kafka-topics) and as an archive has them (kafka-topics.sh).

# commands FOLDER SUFFIX ETC: all of the version in use. ETC is where a command finds its log settings; $here is the command's folder.
commands() {
  local at=$1 suffix=$2 etc=$3 name class candidates known=$STAGE/classes
  mkdir -p "$at"
  [[ -f $known ]] || classes >"$known"
  cp "$HERE/kafka/bin/kafka-run-class" "$at/kafka-run-class$suffix"
  cp "$HERE/kafka/bin/kafka-server-stop" "$at/kafka-server-stop$suffix"
  server kafka-server-start '-Xmx1G -Xms1G' log4j '-name kafkaServer -loggc' kafka.Kafka
  server connect-distributed '-Xms256M -Xmx2G' connect-log4j '-name connectDistributed' org.apache.kafka.connect.cli.ConnectDistributed
  server connect-standalone '-Xms256M -Xmx2G' connect-log4j '-name connectStandalone' org.apache.kafka.connect.cli.ConnectStandalone
  server connect-mirror-maker '-Xms256M -Xmx2G' connect-log4j '-name mirrorMaker' org.apache.kafka.connect.mirror.MirrorMaker
  while read -r name candidates; do
    for class in $candidates; do
      grep -qxF "${class//.//}.class" "$known" || continue # of another version
      tool "$name" "$class"
      break
    done
  done <"$HERE/kafka/commands"
  if ((LINE < 4)); then
    server zookeeper-server-start '-Xmx512M -Xms512M' log4j '-name zookeeper -loggc' org.apache.zookeeper.server.quorum.QuorumPeerMain
    tool zookeeper-shell 'org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka -server'
    cp "$HERE/kafka/bin/zookeeper-server-stop" "$at/zookeeper-server-stop$suffix"
  fi
  chmod 755 "$at"/*
}

classes() { # those that a command of this version could run
  local jar
  for jar in "$JARS"/{kafka_2,kafka-tools-[0-9],kafka-shell}*.jar; do jar tf "$jar"; done
}

tool() { # tool NAME CLASS
  local heap='' usage=''
  case $1 in
    kafka-console-producer | kafka-console-consumer | *-perf-test) heap=$'export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS:--Xmx512M}"\n' ;;
    zookeeper-shell) usage=$'[ $# -gt 0 ] || { echo "USAGE: $0 zookeeper_host:port[/path] [-zk-tls-config-file file] [args...]"; exit 1; }\n' ;;
  esac
  printf '#!/bin/bash\n%s%sexec "$(dirname "$0")/kafka-run-class%s" %s "$@"\n' "$usage" "$heap" "$suffix" "$2" >"$at/$1$suffix"
}

log4j_option() { # log4j_option NAME: Kafka 4 logs by Log4j 2
  if ((LINE < 4)); then echo "-Dlog4j.configuration=file:$etc/$1.properties"; else echo "-Dlog4j2.configurationFile=$etc/${1}2.yaml"; fi
}

server() { # server NAME HEAP LOG4J EXTRA-ARGUMENTS CLASS
  local class_path=''
  # The packages' Connect has the converters of another package, behind Kafka's own jars.
  # shellcheck disable=SC2016 # for the script
  [[ $suffix || $1 != connect-[sd]* ]] || class_path='for library in kafka confluent-common kafka-serde-tools monitoring-interceptors; do
  [ ! -d "$here/../share/java/$library" ] || CLASSPATH="${CLASSPATH:+$CLASSPATH:}$here/../share/java/$library/*"
done
export CLASSPATH'
  cat >"$at/$1$suffix" <<SH
#!/bin/bash
[ \$# -gt 0 ] || { echo "USAGE: \$0 [-daemon] FILE.properties"; exit 1; }
here=\$(dirname "\$0")
export KAFKA_LOG4J_OPTS="\${KAFKA_LOG4J_OPTS:-$(log4j_option "$3")}"
export KAFKA_HEAP_OPTS="\${KAFKA_HEAP_OPTS:-$2}"
EXTRA_ARGS=\${EXTRA_ARGS-$4}
[ "\$1" != -daemon ] || { EXTRA_ARGS="-daemon \$EXTRA_ARGS"; shift; }
$class_path
# shellcheck disable=SC2086 # several words
exec "\$here/kafka-run-class$suffix" \$EXTRA_ARGS $5 "\$@"
SH
}
