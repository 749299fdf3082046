# The bridge, the hosts' cables, and the package server on the bridge.

# The bridge carries the name of the lab it belongs to, so that two labs can't take each other's network.
bridge_owner() { cat "/sys/class/net/$LAB_BRIDGE/ifalias" 2>/dev/null || true; }
bridge_is_ours() {
  local owner
  owner=$(bridge_owner)
  [[ -z $owner || $owner == "$LAB_DIR" || ! -d $owner/run/hosts ]]
}

# Each host's systemd watches a dozen files and folders, all counted as this machine's root: Linux's own 128 are enough
# for eight hosts or so, and what comes after them boots halfway and stops.
more_watches() {
  local at=/proc/sys/fs/inotify/max_user_instances
  (($(<$at) >= 2048)) || echo 2048 2>/dev/null >$at || true
}

net_up() {
  local name other
  bridge_is_ours || die "$LAB_BRIDGE belongs to the lab in $(bridge_owner): give this one other LAB_BRIDGE and LAB_NET settings"
  other=$(ip -o -4 addr show to "$LAB_NET.0/24" | awk -v own="$LAB_BRIDGE" '$2 != own {print $2; exit}')
  [[ -z $other ]] || die "$LAB_NET.0/24 is taken by $other: give this lab another LAB_NET"
  more_watches
  # While the lab is down, its addresses lead nowhere rather than out of this machine.
  ip route replace unreachable "$LAB_NET.0/24" metric 4096
  if ! ip link show "$LAB_BRIDGE" &>/dev/null; then
    ip link add "$LAB_BRIDGE" type bridge
  fi
  ip addr replace "$GATEWAY/24" dev "$LAB_BRIDGE"
  ip link set "$LAB_BRIDGE" alias "$LAB_DIR" up
  for name in $(hosts); do ip link set "$(veth "$name")" master "$LAB_BRIDGE" 2>/dev/null || true; done
}

repo_pid() { # prints the package server's pid while it runs
  local pid
  pid=$(cat "$RUN/repo.pid" 2>/dev/null) && [[ " $(repo_servers) " == *" $pid "* ]] && echo "$pid"
}
repo_servers() { ps -ewwo pid=,args= | awk -v own="--directory $REPO" '/ -m http.server / && index($0, own) {printf "%s ", $1}'; }
repo_strays() {
  local pid
  for pid in $(repo_servers); do [[ $pid == "$(cat "$RUN/repo.pid" 2>/dev/null)" ]] || echo "$pid"; done
}

repo_on() {
  [[ -n $(repo_pid) ]] && return
  mkdir -p "$RUN"
  setsid python3 -m http.server 80 --bind "$GATEWAY" --directory "$REPO" </dev/null >"$RUN/repo.log" 2>&1 9>&- &
  echo $! >"$RUN/repo.pid"
  local i
  for i in {1..50}; do (exec 3<>"/dev/tcp/$GATEWAY/80") 2>/dev/null && return; sleep 0.1; done
  die "the package server did not start: $(tail -1 "$RUN/repo.log")"
}

repo_off() {
  local pid
  pid=$(repo_pid) || return 0
  kill "$pid" 2>/dev/null || true
  rm -f "$RUN/repo.pid"
}

make_net() {
  local name=$1 ns veth
  ns=$(netns "$name") veth=$(veth "$name")
  drop_net "$name" # what is there may be half made, or a host's that lost its power
  ip netns add "$ns"
  # The same hardware address for life, so that the others find the host again after a power cut.
  ip link add "$veth" type veth peer name eth0 address "$(printf '02:6b:61:66:00:%02x' "$(get "$name" index)")" netns "$ns"
  ip -n "$ns" link set lo up
  ip -n "$ns" addr add "$(addr "$name")/24" dev eth0
  ip -n "$ns" link set eth0 up # no default route: a host reaches the lab and nothing else
  ip link set "$veth" master "$LAB_BRIDGE" up
}

drop_net() {
  ip link del "$(veth "$1")" 2>/dev/null || true
  ip netns del "$(netns "$1")" 2>/dev/null || true
}

cable() { # cable HOST up|down
  ip link set "$(veth "$1")" "$2" 2>/dev/null
}
