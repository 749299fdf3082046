# What is known of a host: one folder each under run/hosts, and what follows from it.

H() { echo "$RUN/hosts/$1"; }
hosts() { local i; for i in "$RUN"/hosts/*/index; do basename "${i%/index}"; done; } # a folder without it is debris
get() { cat "$(H "$1")/$2" 2>/dev/null || true; }
has() { [[ ,$(get "$1" flags), == *,$2,* ]]; }
addr() { echo "$LAB_NET.$((10 + $(get "$1" index)))"; }
os() { if has "$1" rpm; then echo rpm; else echo debian; fi; }
flag() { local f; f=,$(get "$1" flags),; [[ $f =~ ,$2=([^,]+), ]] && echo "${BASH_REMATCH[1]}"; } # the value of a flag
port() { flag "$1" port || echo 22; }
veth() { echo "$LAB_BRIDGE.$(get "$1" index)"; }
netns() { echo "$LAB_BRIDGE-$1"; }

must_exist() { [[ $1 && -f $(H "$1")/index ]] || die "no host '$1' (there are: $(hosts | xargs))"; }

supervisor() { # the process that runs the host, while it is on
  local p
  p=$(get "$1" pid)
  [[ $p ]] && tr '\0' ' ' 2>/dev/null <"/proc/$p/cmdline" | grep -qF " _run $1 $RUN " && echo "$p"
} 2>/dev/null
leader() { # the host's pid 1, as this machine sees it
  local s n
  s=$(supervisor "$1") && n=$(pgrep -P "$s" -x systemd-nspawn) && pgrep -P "$n"
}

# Every host needs a cgroup of its own, or the systemds in them would manage each other's processes.
cgroup_roots() {
  local line path at
  while IFS=: read -r _ line path; do
    case $line in
      '') at=$(awk '$3=="cgroup2"{print $2; exit}' /proc/mounts) ;;
      name=systemd) at=$(awk '$3=="cgroup" && $4~/name=systemd/{print $2; exit}' /proc/mounts) ;;
      *) continue ;;
    esac
    [[ $at ]] && echo "$at${path%/}"
  done </proc/self/cgroup
}

make_host() { # make_host NAME FLAGS: register it, and lay its disk
  local name=$1 flags=$2 d i
  [[ $name =~ ^[a-z][a-z0-9-]{0,40}$ ]] || die "'$name' is no host name"
  d=$(H "$name")
  mkdir -p "$d"
  for ((i = 1; ; i++)); do grep -qsx "$i" /dev/null "$RUN"/hosts/*/index || break; done
  echo "$flags" >"$d/flags"
  echo "$i" >"$d/index" # last: from here on there is such a host
  lay_disk "$name"
}

state() {
  if ! leader "$1" >/dev/null; then echo off
  elif [[ $(cat "/sys/class/net/$(veth "$1")/flags") == *2 ]]; then echo cut
  else echo up; fi
}

memory() { # MiB of the host's processes, shared pages counted once
  local l
  l=$(leader "$1") || { echo -; return; }
  local ns p
  ns=$(readlink "/proc/$l/ns/pid")
  for p in /proc/[0-9]*; do
    [[ $(readlink "$p/ns/pid" 2>/dev/null) == "$ns" ]] && grep -h ^Pss: "$p/smaps_rollup" 2>/dev/null || true
  done | awk '{s+=$2} END{printf "%d\n", s/1024}'
}
