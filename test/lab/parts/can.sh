# Whether this machine can hold a lab.

NEED_MEMORY=6 NEED_DISK=6 # GiB: three hosts with all roles and a database take 3.5; the caches take 2

can_hold() { # one line, and exit 0 or 1
  local wants
  wants=$(missing_for_lab)
  if [[ -z $wants ]]; then
    echo "this machine can hold the lab"
  else
    echo "this machine can't hold the lab, which needs $(awk 'NR > 1 {printf ", "} {printf "%s", $0}' <<<"$wants")"
    return 1
  fi
}

missing_for_lab() { # what is missing, a line each
  local at free up
  [[ $(uname -s) == Linux ]] || { echo 'Linux'; return; }
  ((EUID == 0)) || { echo "root (this is $(id -un))"; return; }
  [[ $(. /etc/os-release && echo "$ID $VERSION_ID $(uname -m)") == 'debian 12 x86_64' ]] ||
    echo "Debian 12 on x86-64 (this is $(. /etc/os-release && echo "$PRETTY_NAME"))"
  [[ -n $(cgroup_roots) && -w $(cgroup_roots | head -1) ]] || echo 'control groups that can be written'
  at=$LAB_DIR
  while [[ ! -d $at ]]; do at=$(dirname "$at"); done
  can_mount "$at" || echo "overlay mounts, network namespaces and bridges (not in a plain container) for $at"
  # A lab that is up has its share already.
  up=$(host_processes 2>/dev/null || true)
  free=$(awk '/^MemAvailable/ {printf "%.1f", $2 / 1048576}' /proc/meminfo)
  [[ -n $up ]] || enough "$free" "$NEED_MEMORY" || echo "$NEED_MEMORY GiB of free memory (there are $free)"
  free=$(df -Pk "$at" | awk 'NR == 2 {printf "%.1f", $4 / 1048576}')
  [[ -n $up ]] || enough "$free" "$NEED_DISK" || echo "$NEED_DISK GiB of free disk at $at (there are $free)"
}

enough() { awk "BEGIN {exit !($1 >= $2)}"; }

can_mount() { # tried for real, in namespaces of its own, so that nothing is left
  local dir rc=0
  dir=$(mktemp -d "$1/.lab-can.XXXXXX" 2>/dev/null) || return 1
  mkdir "$dir"/{lower,upper,work,root}
  unshare --mount --net --pid --fork sh -c "mount -t overlay lab-can -o lowerdir=$dir/lower,upperdir=$dir/upper,workdir=$dir/work $dir/root &&
    { ! command -v ip >/dev/null || ip link add lab-can type bridge; }" >/dev/null 2>&1 || rc=1
  rm -rf "$dir"
  return $rc
}
