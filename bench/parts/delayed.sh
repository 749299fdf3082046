# The way to the lab's hosts through bench/delay-proxy.mjs: a cluster file with its ports, and the hosts' keys under them. Sourced.

DELAY_MS=50 # in each direction

delayed_up() { # sets DELAYED, the cluster file
  local host port lines=() targets=()
  for host in "${HOSTS[@]}"; do targets+=("$host=$(address_of "$host"):22"); done
  : >"$OUT/ports"
  node bench/delay-proxy.mjs "$DELAY_MS" "${targets[@]}" >"$OUT/ports" &
  PROXY=$!
  until grep -qx ready "$OUT/ports"; do
    kill -0 "$PROXY" 2>/dev/null || { echo 'bench: the proxy did not start' >&2; return 1; }
    sleep 0.1
  done
  : >"$OUT/known_hosts"
  while read -r host port; do
    [[ $port ]] || continue
    lines+=("  - {name: $host, address: 127.0.0.1, port: $port}")
    sed -n "s/^$host,[^ ]*/[127.0.0.1]:$port/p" "$LAB_DIR/run/known_hosts" >>"$OUT/known_hosts"
  done < <(sort "$OUT/ports")
  DELAYED=$OUT/delayed.yaml
  sed -e "s#^hosts: .*#hosts:#" -e "s#^  knownHostsFile: .*#  knownHostsFile: $OUT/known_hosts#" "$CLUSTER" |
    awk -v hosts="$(printf '%s\n' "${lines[@]}")" '{print} /^hosts:$/ {print hosts}' >"$DELAYED"
}

delayed_down() { [[ -z ${PROXY:-} ]] || kill "$PROXY" 2>/dev/null || true; PROXY=; }

address_of() { ssh -G -T -F "$LAB_SSH_CONFIG" "$1" | sed -n 's/^hostname //p'; }
