# How a service is waited for and what is tested of it: bench/by-hand and its peers (bench/peers) run these on a host, so that
# all of them wait and prove alike. They read HOST, HOSTS, REGISTRY, BROKERS and TOPIC. Sourced, or sent as text to a host.

until_ok() { # until_ok SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "not reached: $*"; return 1; }
    sleep 0.2
  done
}

listens() { (exec 3<>"/dev/tcp/$1/$2"); } # listens HOST PORT

four_letters() { timeout 5 bash -c "exec 3<>/dev/tcp/$2/2181 && echo $1 >&3 && cat <&3"; } # four_letters WORD HOST

platform_proof() {
  java -version
  kafka-topics --version
}

zookeeper_answers() { until_ok 90 eval 'four_letters srvr localhost | grep -q ^Mode:'; }

zookeeper_proof() {
  local host
  four_letters stat localhost
  four_letters srvr localhost
  [[ $HOST == "${HOSTS[0]}" ]] || return 0
  for host in "${HOSTS[@]}"; do
    until_ok 90 eval 'four_letters srvr "$host" | grep -q ^Mode:'
    four_letters srvr "$host"
  done
}

kafka_answers() { until_ok 180 listens "$HOST" 9092; }

kafka_proof() {
  timeout 60 kafka-topics --list --bootstrap-server "$HOST:9092"
  [[ $HOST != "${HOSTS[0]}" ]] ||
    timeout 60 kafka-topics --describe --under-replicated-partitions --bootstrap-server "$HOST:9092"
}

registry_answers() {
  until_ok 150 listens "$REGISTRY" 8080
  until_ok 150 curl -fsS -m 5 "http://$REGISTRY:8080/subjects"
}

registry_proof() { # from each host
  registry_answers
  curl -fsS -m 10 "http://$REGISTRY:8080/subjects"
}

connect_answers() {
  until_ok 150 eval "curl -fsS -m 5 -K /etc/kafka-connect-jdbc/rest.curl http://127.0.0.1:8083/connectors/orders/status | grep -q '\"connector\":{\"state\":\"RUNNING\"'"
}

connect_proof() {
  local status=http://127.0.0.1:8083/connectors/orders/status registry=http://$REGISTRY:8080/subjects
  local login=/etc/kafka-connect-jdbc/rest.curl
  until_ok 30 eval "curl -fsS -m 5 -K $login $status | grep -q '\"tasks\":\[{[^]]*\"state\":\"RUNNING\"'"
  curl -fsS -m 10 -K "$login" "$status"
  until_ok 60 eval "curl -fsS -m 10 $registry | grep -q '\"orders-orders-value\"'"
  timeout 60 kafka-topics --list --bootstrap-server "$BROKERS"
  timeout 60 kafka-get-offsets --bootstrap-server "$BROKERS" --topic orders-orders
  curl -fsS -m 10 "$registry"
}

create_topic() { # once, before the first record
  timeout 60 kafka-topics --bootstrap-server "$HOST:9092" --create --topic "$TOPIC" --partitions ${#HOSTS[@]} \
    --replication-factor ${#HOSTS[@]}
}

records() { # one written here, and those of all read back
  local host read
  echo "written on $HOST" | timeout 60 kafka-console-producer --bootstrap-server "$HOST:9092" --topic "$TOPIC"
  read=$(timeout 60 kafka-console-consumer --bootstrap-server "$HOST:9092" --topic "$TOPIC" --from-beginning \
    --max-messages ${#HOSTS[@]} --timeout-ms 30000)
  echo "$read"
  for host in "${HOSTS[@]}"; do grep -qx "written on $host" <<<"$read"; done
}

delete_topic() { timeout 60 kafka-topics --bootstrap-server "$HOST:9092" --delete --topic "$TOPIC" --if-exists; }
