# What bench/by-hand runs on a host, one function a stage; by-hand sends their text with MODE (install or check), HOST, ID,
# SUMS (digests of the stage's files, as sha256sum prints them) and its own constants. Sourced.

ON_HOST=(until_ok differs put_files owned directory up listens four_letters)

until_ok() { # until_ok SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "not reached: $*"; return 1; }
    sleep 0.2
  done
}

differs() { echo "differs: $*"; return 1; }

put_files() { # the stage's files, from the tar on standard input
  sha256sum --check --status <<<"$SUMS" 2>/dev/null && return
  [[ $MODE == install ]] || differs "a file of ${FUNCNAME[1]}"
  tar -xf - -C / --no-overwrite-dir
}

owned() { # owned MODE OWNER:GROUP PATH
  [[ $(stat -c '%a %U:%G' "$3" 2>/dev/null) != "$1 $2" ]] || return 0
  [[ $MODE == install ]] || differs "$3"
  chown "$2" "$3"
  chmod "$1" "$3"
}

directory() { # directory MODE OWNER:GROUP PATH
  [[ -d $3 || $MODE == check ]] || mkdir -p "$3"
  owned "$@"
}

up() { # up UNIT: enabled, and running
  systemctl is-enabled --quiet "$1" && systemctl is-active --quiet "$1" && return
  [[ $MODE == install ]] || differs "$1"
  systemctl daemon-reload
  systemctl enable --quiet --now "$1"
}

listens() { (exec 3<>"/dev/tcp/$1/$2"); } # listens HOST PORT

four_letters() { timeout 5 bash -c "exec 3<>/dev/tcp/$2/2181 && echo $1 >&3 && cat <&3"; } # four_letters WORD HOST

preflight() {
  local ports=(2181 2888 3888 9092) wanted host port
  [[ $HOST != "$REGISTRY" ]] || ports+=(8080)
  command -v apt-get >/dev/null || differs 'no apt'
  [[ -d /run/systemd/system ]] || differs 'no systemd'
  (($(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo) > 1500)) || differs 'too little memory'
  df -Pk /usr /var | awk 'NR > 1 && $4 < 524288 {exit 1}' || differs 'too little free disk'
  wanted=$(IFS='|'; echo ":(${ports[*]})")
  ss -Hltnp | grep -E "$wanted " | grep -qv java && differs 'a port is taken'
  for host in "${HOSTS[@]}"; do
    getent ahosts "$host" >/dev/null || differs "$host is not known"
    [[ $host != "$HOST" ]] || continue
    for port in 2181 2888 3888 9092; do
      timeout 4 bash -c "exec 3<>/dev/tcp/$host/$port" 2>/dev/null || (($? != 124)) || differs "$host:$port" &
    done
  done
  wait
}

platform() {
  local packages=(openjdk-17-jre-headless curl confluent-kafka) key=/etc/apt/keyrings/confluent.asc
  [[ $HOST != "$REGISTRY" && $HOST != "$CONNECT" ]] || packages+=(confluent-schema-registry)
  [[ $HOST != "$CONNECT" ]] || packages+=(confluent-kafka-connect-jdbc)
  put_files
  if ! sha256sum --check --status <<<"$KEY_SUM  $key" 2>/dev/null; then
    [[ $MODE == install ]] || differs "$key"
    mkdir -p /etc/apt/keyrings
    curl -fsS -o "$key" "$PACKAGES_URL/deb/7.9/archive.key"
    sha256sum --check --status <<<"$KEY_SUM  $key"
  fi
  if (($(dpkg-query -W -f '${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -cx installed) != ${#packages[@]})); then
    [[ $MODE == install ]] || differs 'a package'
    export DEBIAN_FRONTEND=noninteractive
    mkdir -p /usr/share/man/man1
    apt-get -y -o Dpkg::Use-Pty=0 update
    apt-get -y -o Dpkg::Use-Pty=0 install --no-install-recommends "${packages[@]}"
  fi </dev/null
  [[ $MODE == install ]] || return 0
  java -version
  kafka-topics --version
}

zookeeper() {
  local host
  directory 750 cp-kafka:confluent /var/lib/zookeeper
  put_files
  owned 644 cp-kafka:confluent /var/lib/zookeeper/myid
  up confluent-zookeeper
  until_ok 90 eval 'four_letters srvr localhost | grep -q ^Mode:'
  [[ $MODE == install ]] || return 0
  four_letters stat localhost
  four_letters srvr localhost
  [[ $HOST == "${HOSTS[0]}" ]] || return 0
  for host in "${HOSTS[@]}"; do
    until_ok 90 eval 'four_letters srvr "$host" | grep -q ^Mode:'
    four_letters srvr "$host"
  done
}

kafka() {
  local key value
  directory 750 cp-kafka:confluent /var/lib/kafka/data
  put_files
  while IFS=' =' read -r key value; do
    [[ $(sysctl -n "$key") != "$value" ]] || continue
    [[ $MODE == install ]] || differs "$key"
    sysctl -q "$key=$value"
  done < <(grep -v '^#' /etc/sysctl.d/90-kafka.conf)
  up confluent-kafka
  until_ok 180 listens "$HOST" 9092
  [[ $MODE == install ]] || return 0
  timeout 60 kafka-topics --list --bootstrap-server "$HOST:9092"
  [[ $HOST != "${HOSTS[0]}" ]] ||
    timeout 60 kafka-topics --describe --under-replicated-partitions --bootstrap-server "$HOST:9092"
}

schema_registry() {
  [[ -z $SUMS ]] || put_files
  if [[ $HOST == "$REGISTRY" ]]; then
    up confluent-schema-registry
    until_ok 150 listens "$REGISTRY" 8080
    until_ok 150 curl -fsS -m 5 "http://$REGISTRY:8080/subjects"
  fi
  [[ $MODE == install ]] || return 0
  until_ok 150 listens "$REGISTRY" 8080
  until_ok 150 curl -fsS -m 5 "http://$REGISTRY:8080/subjects"
  curl -fsS -m 10 "http://$REGISTRY:8080/subjects"
}

connect() {
  local rest=http://localhost:8083/connectors registry=http://$REGISTRY:8080/subjects dir=/etc/kafka-connect-jdbc
  directory 750 cp-kafka-connect:confluent /var/lib/kafka-connect
  directory 750 root:confluent "$dir"
  directory 750 root:confluent "$dir/secrets"
  put_files
  owned 400 cp-kafka-connect:confluent "$dir/secrets/orders.password"
  owned 640 root:confluent "$dir/source-orders.properties"
  up kafka-connect-standalone
  until_ok 150 eval "curl -fsS -m 5 $rest/orders/status | grep -q '\"connector\":{\"state\":\"RUNNING\"'"
  [[ $MODE == install ]] || return 0
  until_ok 30 eval "curl -fsS -m 5 $rest/orders/status | grep -q '\"tasks\":\[{[^]]*\"state\":\"RUNNING\"'"
  curl -fsS -m 10 "$rest/orders/status"
  until_ok 60 eval "curl -fsS -m 10 $registry | grep -q '\"orders-orders-value\"'"
  timeout 60 kafka-topics --list --bootstrap-server "$BROKERS"
  timeout 60 kafka-get-offsets --bootstrap-server "$BROKERS" --topic orders-orders
  curl -fsS -m 10 "$registry"
}

create_topic() {
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
