# The verbs for hosts that are there.

cmd_ssh() {
  local name=${1:-}
  must_exist "$name"
  shift
  if has "$name" nokey; then SSHPASS=$LAB_PASSWORD exec sshpass -e ssh -F "$RUN/ssh_config" "$name" "$@"; fi
  exec ssh -F "$RUN/ssh_config" "$name" "$@"
}

cmd_reboot() {
  local name before i
  for name in "$@"; do
    must_exist "$name"
    before=$(leader "$name") || die "$name is off"
    enter "$name" systemctl reboot || true
    for i in {1..600}; do [[ $(leader "$name" || echo "$before") != "$before" ]] && break; sleep 0.1; done
    wait_up "$name"
  done
}

each() { # each FUNCTION HOST...
  local f=$1 name
  shift
  (($#)) || die "which host?"
  for name in "$@"; do must_exist "$name"; "$f" "$name"; done
}
one_start() { power_on "$1"; wait_up "$1"; }
one_stop() { leader "$1" >/dev/null || return 0; enter "$1" systemctl poweroff || true; gone "$1"; }
one_cut() { cable "$1" down || die "$1 is off"; }
one_join() { cable "$1" up || die "$1 is off"; }
one_rekey() {
  local d r k
  d=$(H "$1") r=$d/root
  for k in ed25519 ecdsa; do
    rm -f "$d/keys/ssh_host_${k}_key"*
    ssh-keygen -q -t $k -N '' -C "root@$1" -f "$d/keys/ssh_host_${k}_key"
  done
  cp "$d"/keys/* "$r/etc/ssh/"
  ! leader "$1" >/dev/null || enter "$1" systemctl restart ssh
}
