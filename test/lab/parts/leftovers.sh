# What an earlier run left behind when it was killed, or when somebody removed run/ by hand: processes, mounts, network
# names, loop devices and folders that belong to no host. Also hosts that were caught while their disk was being laid.

host_processes() { # PID NAME, a line for each supervisor and each container of this lab
  ps -ewwo pid=,args= | awk -v run="$RUN" '
    { at = index($0, " _run "); if (at && index($0, " " run " ")) { split(substr($0, at + 6), w, " "); print $1, w[1]; next }
      if ($2 ~ /systemd-nspawn$/ && (at = index($0, "--directory=" run "/hosts/"))) {
        split(substr($0, at + length("--directory=" run "/hosts/")), w, "/"); print $1, w[1] } }'
}

is_host() { [[ -f $(H "$1")/index ]]; }

kill_strays() { # the processes that no host's pid file leads to
  local pid name s killed=()
  while read -r pid name; do
    if is_host "$name" && s=$(supervisor "$name"); then
      [[ $pid != "$s" && $(ps -o ppid= -p "$pid" | xargs) != "$s" ]] || continue
    fi
    # The host's first process goes too, in case its container is no longer there to take it along.
    kill -9 $(pgrep -P "$pid") "$pid" 2>/dev/null || true
    killed+=("$pid")
  done < <(host_processes)
  for pid in "${killed[@]}"; do
    for _ in {1..200}; do [[ -d /proc/$pid ]] || break; sleep 0.05; done
  done
}

mounts_under() { # mount points below a folder, the deepest first
  awk -v at="$1/" 'index($5, at) == 1 {print $5}' /proc/self/mountinfo | sort -r
}

sweep() {
  local at name d left
  kill_strays
  while read -r at; do
    name=${at#"$RUN/hosts/"} name=${name%%/*}
    is_host "$name" || unmount "$at"
  done < <(mounts_under "$RUN")
  losetup -n -O NAME,BACK-FILE 2>/dev/null | while read -r at d; do
    name=${d#"$RUN/hosts/"} name=${name%%/*}
    [[ $d != "$RUN/hosts/"* ]] || is_host "$name" || losetup -d "$at" 2>/dev/null || true
  done
  for at in /run/netns/"$LAB_BRIDGE"-*; do
    name=${at#"/run/netns/$LAB_BRIDGE-"}
    is_host "$name" || ip netns del "${at##*/}" 2>/dev/null || rm -f "$at"
  done
  for at in /sys/class/net/"$LAB_BRIDGE".*; do
    grep -qsx "${at##*.}" "$RUN"/hosts/*/index || ip link del "${at##*/}" 2>/dev/null || true
  done
  for at in $(repo_strays); do kill "$at" 2>/dev/null || true; done
  for d in "$RUN"/hosts/*/; do
    is_host "$(basename "$d")" || rm -rf "$d"
  done
  left=("$RUN"/trash/*)
  ((!${#left[@]})) || (rm -rf "${left[@]}" &) >/dev/null 2>&1 9>&-
}

heal() { # hosts whose disk was being made, reset or saved when the run was killed start over with a fresh one
  local name
  for name in $(hosts); do
    [[ ! -f $(H "$name")/laid ]] || continue
    say "$name was left half made: it gets a fresh disk"
    power_cut "$name"
    drop_disk "$name"
    lay_disk "$name"
  done
}
