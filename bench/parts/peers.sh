# The peers: other tools that do the same work (bench/peers), each in a virtual environment of its own. Sourced.

PEERS=(pyinfra ansible)
VENVS=${BENCH_VENVS:-${XDG_CACHE_HOME:-$HOME/.cache}/kafka-setup-bench}

peers_ready() { # made anew when what a requirements.txt pins has changed
  local who at wanted
  for who in "${PEERS[@]}"; do
    at=$VENVS/$who wanted=bench/peers/$who/requirements.txt
    cmp -s "$wanted" "$at/made-from" && continue
    echo "bench: installing $(sed -n "/^$who/p" "$wanted") into $at"
    rm -rf "$at"
    mkdir -p "$VENVS"
    { python3 -m venv "$at" && "$at/bin/pip" install --quiet --no-deps -r "$wanted"; } >"$OUT/$who-install.log" 2>&1 ||
      { tail -n 5 "$OUT/$who-install.log" >&2; echo "bench: no $who (needs python3 with venv and pip)" >&2; return 1; }
    cp "$wanted" "$at/made-from"
  done
}

peer() { # peer WHO TESTS UNCHANGED: the whole deploy. TESTS: true or false; UNCHANGED: true when it must find nothing to do
  local who=$1 tests=$2 unchanged=$3
  if [[ $who == pyinfra ]]; then
    "$VENVS/pyinfra/bin/pyinfra" --yes --data "ssh_config_file=$LAB_SSH_CONFIG" --data ssh_strict_host_key_checking=yes \
      --data "files=$FILES" --data proof=bench/parts/proof.sh --data "tests=$tests" --data "records=$RECORDS" \
      --data "unchanged=$unchanged" bench/peers/pyinfra/inventory.py bench/peers/pyinfra/deploy.py
  else
    ansible_playbook "$tests" "$unchanged"
  fi
}

ansible_playbook() ( # its logins end with it, as those of the others do
  said=$OUT/ansible-said.log sockets=$(mktemp -d)
  log_out() {
    local host
    for host in "${HOSTS[@]}"; do ssh -F "$LAB_SSH_CONFIG" -o ControlPath="$sockets/$host" -O exit "$host" 2>/dev/null || true; done
    rm -rf "$sockets"
  }
  trap log_out EXIT
  export ANSIBLE_CONFIG=bench/peers/ansible/ansible.cfg ANSIBLE_HOME=$OUT/ansible ANSIBLE_SSH_CONTROL_PATH="$sockets/%%n"
  export ANSIBLE_SSH_COMMON_ARGS="-F $LAB_SSH_CONFIG"
  "$VENVS/ansible/bin/ansible-playbook" bench/peers/ansible/playbook.yaml \
    -e "{\"files\": \"$FILES\", \"proof_file\": \"$PWD/bench/parts/proof.sh\", \"tests\": $1, \"records\": $RECORDS}" |
    tee "$said" || exit 1
  [[ $2 == false ]] || ! grep -E 'changed=[1-9]' "$said"
)
