# Power on and off, and the way into a running host.

power_on() {
  local name=$1 d
  if [[ $(supervisor "$name") ]]; then
    ! cable "$name" up 2>/dev/null || return 0
    power_cut "$name" # somebody took its cable away for good
  fi
  empty_group "$name"
  mount_disk "$name"
  make_net "$name"
  d=$(H "$name")
  rm -f "$d/pid"
  setsid "$LAB_HOME/lab" _run "$name" "$RUN" on </dev/null >>"$d/console.log" 2>&1 9>&- &
  # It writes down its own pid. Until then nobody can tell a host that is about to boot from one that went off.
  for _ in {1..200}; do [[ ! $(supervisor "$name") ]] || return 0; sleep 0.05; done
  die "$name was not switched on; see $d/console.log"
}

run_host() { # the host's power supply: stays while the host is on, and boots it again after a reboot
  local name=$1 d at k binds=() rc
  d=$(H "$name")
  echo $$ >"$d/pid.new" && mv "$d/pid.new" "$d/pid"
  for at in $(cgroup_roots); do
    mkdir -p "$at/$LAB_BRIDGE/$name"
    echo $$ >"$at/$LAB_BRIDGE/$name/cgroup.procs"
    echo "$at/$LAB_BRIDGE/$name"
  done >"$d/cgroups"
  for k in "${SYSCTLS[@]}"; do binds+=(--bind="/var/lib/lab/sysctl/${k//\//.}:/proc/sys/$k"); done
  export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network SYSTEMD_NSPAWN_LOCK=0
  while :; do
    rc=0
    # Left by the boot before; where /run is on a disk, nspawn refuses to remove it and does not start.
    rm -rf "/run/systemd/nspawn/propagate/$LAB_BRIDGE-$name"
    systemd-nspawn --quiet --boot --directory="$d/root" --machine="$LAB_BRIDGE-$name" --hostname="$name" --register=no --keep-unit \
      --network-namespace-path="/run/netns/$(netns "$name")" --capability=CAP_NET_ADMIN "${binds[@]}" \
      --resolv-conf=off --timezone=off --link-journal=no --console=pipe 9>&- || rc=$?
    [[ $rc == 133 ]] || break # 133: the host asked for a reboot
  done
}

power_cut() { # nothing more comes from the host, not even a closing packet: its network goes first, and for good
  local name=$1 s l
  touch "$(H "$name")/cutting"
  ip link set "$(veth "$name")" down 2>/dev/null || true
  if s=$(supervisor "$name"); then
    if l=$(leader "$name"); then kill -9 "$l" 2>/dev/null || true; else kill -9 $(pgrep -P "$s") "$s" 2>/dev/null || true; fi
    gone "$name"
  fi
  empty_group "$name"
  drop_net "$name"
  rm -f "$(H "$name")/cutting"
}

gone() { # wait until the host is off
  local i
  for i in {1..600}; do [[ $(supervisor "$1") ]] || return 0; sleep 0.05; done
  die "$1 is still on"
}

wait_up() { # until sshd greets and the boot is over
  local name=$1 line deadline=$((SECONDS + LAB_BOOT_TIMEOUT))
  while ((SECONDS < deadline)); do
    [[ $(supervisor "$name") ]] || die "$name went off; see $(H "$name")/console.log"
    line=$( (exec 3<>"/dev/tcp/$(addr "$name")/$(port "$name")" && read -r -t 2 -u 3 l && echo "$l") 2>/dev/null || true)
    if [[ $line == SSH-* ]]; then
      timeout "$LAB_BOOT_TIMEOUT" "$LAB_HOME/lab" exec "$name" 'systemctl is-system-running --wait' >/dev/null 9>&- || true
      ! has "$name" db || until db_ready "$name"; do
        ((SECONDS < deadline)) || die "$name: no answer from PostgreSQL within ${LAB_BOOT_TIMEOUT}s; see lab logs $name"
        sleep 0.1
      done
      return
    fi
    sleep 0.1
  done
  die "$name: no ssh within ${LAB_BOOT_TIMEOUT}s; see $(H "$name")/console.log"
}

remove_host() {
  power_cut "$1"
  drop_disk "$1"
  rm -rf "$(H "$1")"
}

enter() { # enter HOST CMD...: as root inside, with no more rights than the host's own root
  local name=$1 l
  l=$(leader "$name") || die "$name is off"
  shift
  (($# == 1)) && set -- bash -c "$1"
  nsenter -t "$l" -a setpriv --bounding-set="$DROP_CAPS" \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root USER=root TERM="${TERM:-dumb}" LANG=C.UTF-8 "$@"
}
