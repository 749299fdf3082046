# What both sides of the comparison work from: the lab, its cluster file, and for bench/by-hand the files that kafka-setup
# would write, so that both put the same ones on the hosts. Sourced, with OUT a folder for it all.

HOSTS=(kafka-01 kafka-02 kafka-03)
lab() { test/lab/lab "$@"; }
kafka_setup() { XDG_CONFIG_HOME=$OUT/config node bin/kafka-setup.js "$@"; }

fresh_hosts() { # the hosts as new; the old disks are gone and written off, so that their end is not measured along
  lab reset "${HOSTS[@]}" 2>>"$OUT/lab.log"
  rm -rf "$OUT/config" # what is remembered of the machines before
  for _ in {1..300}; do [[ -n $(ls "$LAB_DIR/run/trash" 2>/dev/null) ]] || break; sleep 0.2; done
  sync
}

lab_up() {
  local name
  WERE_UP=0
  for name in $(lab inventory 2>/dev/null | sed -n 's/.*"name":"\([^"]*\)".*/\1/p'); do
    WERE_UP=1
    [[ " ${HOSTS[*]} db-01 " == *" $name "* ]] || { echo "bench: the lab has a host that would be taken for one of the cluster's, $name: lab down" >&2; return 1; }
  done
  lab up "${HOSTS[@]}" --db 2>&1 | tee -a "$OUT/lab.log"
  eval "$(lab env)"
  export LAB_DIR LAB_DB_PASSWORD=app-secret
  CLUSTER=$OUT/kafka-setup.yaml
  lab cluster --zookeeper >"$CLUSTER"
}

# Of bare hosts a plan tells every file with its whole content, but for the password and the driver.
make_files() {
  local connect=$OUT/files/kafka-03/connect jars=usr/share/java/confluentinc-kafka-connect-jdbc/lib
  FILES=$OUT/files
  rm -rf "$FILES"
  mkdir -p "$FILES"
  kafka_setup plan "$CLUSTER" --reporter json >"$OUT/bare-plan.jsonl" ||
    { tail -n 1 "$OUT/bare-plan.jsonl" >&2; return 1; }
  node bench/parts/files.mjs "$FILES" <"$OUT/bare-plan.jsonl"
  mkdir -p "$connect"/{$jars,etc/kafka-connect-jdbc/secrets}
  # What kafka-setup uploads of the connector's zip: its manifest and its jars.
  mkdir "$OUT/zip"
  (cd "$OUT/zip" && jar xf "$(echo "$LAB_DIR"/cache/plugins/confluentinc-kafka-connect-jdbc-*.zip)")
  cp "$OUT"/zip/*/manifest.json "$connect/${jars%/lib}/"
  cp "$OUT"/zip/*/lib/*.jar "$connect/$jars/"
  rm -r "$OUT/zip"
  cp "$LAB_DIR"/cache/drivers/postgresql-*.jar "$connect/$jars/kafka-setup-jdbc-driver.jar"
  printf %s "$LAB_DB_PASSWORD" >"$connect/etc/kafka-connect-jdbc/secrets/orders.password"
  sha256sum <"$LAB_DIR/cache/keys/archive.key" | cut -d' ' -f1 >"$FILES/key.sha256"
}
