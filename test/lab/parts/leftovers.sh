# What an earlier run left behind when it was killed, or when somebody removed run/ by hand: processes, mounts, network
# names, loop devices and folders that belong to no host. Also hosts that were caught while their power was being cut or their
# disk laid.

host_processes() { # PID NAME, a line for each supervisor and each container of this lab
  ps -ewwo pid=,args= | awk -v run="$RUN" '
    { at = index($0, " _run "); if (at && index($0, " " run " ")) { split(substr($0, at + 6), w, " "); print $1, w[1]; next }
      if ($2 ~ /systemd-nspawn$/ && (at = index($0, "--directory=" run "/hosts/"))) {
        split(substr($0, at + length("--directory=" run "/hosts/")), w, "/"); print $1, w[1] } }'
}

is_host() { [[ -f $(H "$1")/index ]]; }

# A host's processes are all in a control group of its own, which outlives both its folder and its container.
host_groups() { # host_groups [HOST]: the groups of that host, or of all
  local root at
  for root in $(awk '$3 == "cgroup2" || ($3 == "cgroup" && $4 ~ /name=systemd/) {print $2}' /proc/mounts); do
    # shellcheck disable=SC2044 # names of control groups have no spaces
    for at in $(find "$root" -type d -name "$LAB_BRIDGE" -prune 2>/dev/null); do
      if [[ ${1:-} ]]; then [[ ! -d $at/$1 ]] || echo "$at/$1"; else find "$at" -mindepth 1 -maxdepth 1 -type d; fi
    done
  done
}

empty_group() { # nothing of the host runs any more: a killed container does not take its processes along
  local pids at
  for _ in {1..200}; do
    pids=$(for at in $(host_groups "$1"); do find "$at" -name cgroup.procs -exec cat {} + 2>/dev/null; done | sort -u) || true
    [[ $pids ]] || return 0
    kill -9 $pids 2>/dev/null || true
    sleep 0.05
  done
  die "$1: processes that don't end: $pids"
}

kill_strays() { # supervisors that no host's pid file leads to, and what runs without a supervisor
  local pid name at
  while read -r pid name; do
    [[ $(is_host "$name" && supervisor "$name") ]] || kill -9 "$pid" 2>/dev/null || true
  done < <(host_processes)
  for name in $(host_groups | sed 's#.*/##' | sort -u); do
    [[ $(is_host "$name" && supervisor "$name") ]] || empty_group "$name"
    is_host "$name" || for at in $(host_groups "$name"); do find "$at" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
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
    grep -qsx "${at##*.}" /dev/null "$RUN"/hosts/*/index || ip link del "${at##*/}" 2>/dev/null || true
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
    [[ ! -f $(H "$name")/cutting ]] || power_cut "$name"
    [[ ! -f $(H "$name")/laid ]] || continue
    say "$name was left half made: it gets a fresh disk"
    power_cut "$name"
    drop_disk "$name"
    lay_disk "$name"
  done
}
