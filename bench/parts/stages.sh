# What bench/by-hand runs on a host, one function a stage; by-hand sends their text with MODE (install or check), HOST, ID,
# SUMS (digests of the stage's files, as sha256sum prints them) and its own constants. How each waits and what it tests stands
# in proof.sh. Sourced.

ON_HOST=(differs put_files owned own_group directory up rest_login)

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

own_group() { # own_group ACCOUNT: a group of its name, which has its settings
  ! id -nG "$1" 2>/dev/null | grep -qw "$1" || return 0
  [[ $MODE == install ]] || differs "the group of $1"
  groupadd -rf "$1" && usermod -aG "$1" "$1"
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

rest_login() { # rest_login FOLDER: drawn where there is none
  if [[ ! -e $1/rest.curl ]]; then
    [[ $MODE == install ]] || differs "$1/rest.curl"
    local password
    password=$(head -c 24 /dev/urandom | base64 | tr +/ -_)
    (umask 077 && printf 'ipv4\nuser = "kafka-setup:%s"\n' "$password" >"$1/rest.curl" && echo "kafka-setup=$password" >"$1/rest.login")
  fi
  owned 400 root:root "$1/rest.curl"
  owned 400 cp-kafka-connect:cp-kafka-connect "$1/rest.login"
}

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
  [[ $MODE == check ]] || platform_proof
}

zookeeper() {
  own_group cp-kafka
  directory 700 cp-kafka:confluent /var/lib/zookeeper
  put_files
  owned 644 cp-kafka:confluent /var/lib/zookeeper/myid
  owned 640 root:cp-kafka /etc/kafka/zookeeper.properties
  up confluent-zookeeper
  zookeeper_answers
  [[ $MODE == check ]] || zookeeper_proof
}

kafka() {
  local key value
  own_group cp-kafka
  directory 700 cp-kafka:confluent /var/lib/kafka/data
  put_files
  owned 640 root:cp-kafka /etc/kafka/server.properties
  while IFS=' =' read -r key value; do
    [[ $(sysctl -n "$key") != "$value" ]] || continue
    [[ $MODE == install ]] || differs "$key"
    sysctl -q "$key=$value"
  done < <(grep -v '^#' /etc/sysctl.d/90-kafka.conf)
  up confluent-kafka
  kafka_answers
  [[ $MODE == check ]] || kafka_proof
}

schema_registry() {
  [[ -z $SUMS ]] || put_files
  if [[ $HOST == "$REGISTRY" ]]; then
    own_group cp-schema-registry
    owned 640 root:cp-schema-registry /etc/schema-registry/schema-registry.properties
    up confluent-schema-registry
    registry_answers
  fi
  [[ $MODE == check ]] || registry_proof
}

connect() {
  local dir=/etc/kafka-connect-jdbc
  own_group cp-kafka-connect
  directory 700 cp-kafka-connect:confluent /var/lib/kafka-connect
  directory 750 root:cp-kafka-connect "$dir"
  directory 750 root:cp-kafka-connect "$dir/secrets"
  put_files
  owned 400 cp-kafka-connect:cp-kafka-connect "$dir/secrets/orders.password"
  owned 640 root:cp-kafka-connect "$dir/source-orders.properties"
  owned 640 root:cp-kafka-connect "$dir/rest.jaas"
  owned 640 root:cp-kafka-connect /etc/schema-registry/connect-avro-standalone.properties
  rest_login "$dir"
  up kafka-connect-standalone
  connect_answers
  [[ $MODE == check ]] || connect_proof
}
