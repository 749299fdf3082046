# A cluster file for the hosts that are there: controllers (or ZooKeeper) and brokers on the first three (or the first), the registry
# on the first, Connect on the last, reading the table of the database host if there is one.

cluster_file() { # cluster_file [--zookeeper] [--version SERIES]
  local name all=() some db='' keeper=controller version=''
  while (($#)); do
    case $1 in
      --os) shift ;; # the hosts' system makes no difference to the file
      --zookeeper) keeper=zookeeper ;;
      --version) version=${2:?}; shift ;;
      *) die "unknown option $1" ;;
    esac
    shift
  done
  [[ $version ]] || { [[ $keeper == zookeeper ]] && version=7.9 || version=8.3; }
  [[ -d $REPO/deb/$version ]] || die "there are no packages of $version: lab build --all"
  for name in $(hosts); do
    if has "$name" db; then db=$name; else all+=("$name"); fi
  done
  ((${#all[@]})) || die "no hosts: lab up 3 --db"
  some=("${all[0]}")
  ((${#all[@]} < 3)) || some=("${all[@]:0:3}")
  cat <<YAML
name: lab
hosts: $(flow "${all[@]}")
roles:
  $keeper: $(flow "${some[@]}")
  kafka: $(flow "${some[@]}")
  schema-registry: $(flow "${all[0]}")
  connect: $(flow "${all[-1]}")
ssh:
  user: $LAB_USER
  configFile: $RUN/ssh_config
  knownHostsFile: $RUN/known_hosts
  identityFile: $RUN/id_ed25519
platform:
  version: '$version'
  packages:
    url: http://packages.lab
    key: $(gpg --show-keys --with-colons "$CACHE/keys/archive.key" | awk -F: '/^fpr/{print $10; exit}')
# The hosts share one machine, so all heaps are small.
$keeper:
  heap: 128m
kafka:
  heap: 320m
  extraProperties:
    log.cleaner.dedupe.buffer.size: "2097152"
    offsets.topic.num.partitions: "4"
    transaction.state.log.num.partitions: "4"
    num.network.threads: "2"
    num.io.threads: "2"
schema-registry:
  heap: 256m
connect:
  heap: 384m
  plugin:
    zip: $(printf '%s' "$CACHE"/plugins/confluentinc-kafka-connect-jdbc-*.zip)
  driver: $(printf '%s' "$CACHE"/drivers/postgresql-*.jar)
YAML
  [[ -n $db ]] || return 0
  cat <<YAML
  sources:
    - name: orders
      database:
        kind: postgresql
        host: $db
        port: 5432
        name: $DB_NAME
      user: $DB_USER
      password: env:LAB_DB_PASSWORD
      tables: [orders]
      mode: incrementing
      incrementingColumn: id
      pollIntervalMs: 1000
YAML
}

flow() { local IFS=,; printf '[%s]' "$*" | sed 's/,/, /g'; } # a YAML list on one line
