# The verbs.

cmd_up() {
  local specs=() os='' all='' db='' spec name flags i made=() plan=()
  while (($#)); do
    case $1 in
      --os) os=${2:?}; shift ;;
      --flags) all=${2:?}; shift ;;
      --db) db='db-01:db' ;;
      --etc-hosts) mkdir -p "$RUN"; touch "$RUN/etc-hosts" ;;
      -*) die "unknown option $1" ;;
      *) specs+=("$1") ;;
    esac
    shift
  done
  [[ $os =~ ^(debian|rpm|)$ ]] || die "--os is debian or rpm"
  ((${#specs[@]})) || specs=(3)
  if [[ ${specs[0]} =~ ^[0-9]+$ ]]; then
    local n=${specs[0]}
    ((n >= 1 && n <= 99)) || die "1 to 99 hosts"
    specs=()
    for ((i = 1; i <= n; i++)); do specs+=("$(printf 'kafka-%02d' $i)"); done
  fi
  [[ -z $db ]] || specs+=("$db")
  for spec in "${specs[@]}"; do
    flags=$all
    [[ $spec == *:* ]] && flags=${flags:+$flags,}${spec#*:}
    [[ $os == rpm && ! ,$flags, =~ ,(rpm|debian|db), ]] && flags=rpm${flags:+,$flags}
    check_flags "$flags"
    plan+=("$flags")
  done
  need_tools
  sweep
  # shellcheck disable=SC2046 # single words
  build_all $(needs "${plan[@]}")
  mkdir -p "$RUN/hosts"
  net_up
  repo_on
  heal
  for i in "${!specs[@]}"; do
    spec=${specs[i]} flags=${plan[i]}
    name=${spec%%:*}
    if is_host "$name"; then
      [[ $spec != *:* || $(get "$name" flags) == "$flags" ]] || die "$name is there with other flags: lab reset $name:$flags"
      [[ -z $os || ,$flags, == *,db,* || $(os "$name") == "$os" ]] || die "$name is there with another system: lab down"
    else
      make_host "$name" "$flags"
    fi
    made+=("$name")
  done
  write_names
  for name in "${made[@]}"; do power_on "$name"; done
  for name in "${made[@]}"; do wait_up "$name"; done
  say "up: ${made[*]}"
}

needs() { # needs FLAGS...: what has to be built for hosts with these flags
  [[ ! ,$(IFS=,; echo "$*"), =~ ,rpm, ]] || echo rpm
  [[ ! ,$(IFS=,; echo "$*"), =~ ,db, ]] || echo db
}

check_flags() {
  local f
  [[ ! ,$1, =~ ,rpm, || ! ,$1, =~ ,db, ]] || die "a database host has Debian"
  for f in ${1//,/ }; do
    [[ $f =~ ^(rpm|debian|db|askpass|nosudo|nokey|nopass|nonames|loopname|port=[0-9]+|disk=[0-9]+[MG])$ ]] || die "unknown flag '$f'"
  done
}

cmd_status() {
  local name
  printf '%-12s %-5s %-15s %-5s %-7s %-8s %s\n' HOST STATE ADDRESS PORT OS 'MEM MiB' FLAGS
  for name in $(hosts); do
    printf '%-12s %-5s %-15s %-5s %-7s %-8s %s\n' "$name" "$(state "$name")" "$(addr "$name")" "$(port "$name")" \
      "$(os "$name")" "$(memory "$name")" "$(get "$name" flags)"
  done
  [[ $(repo_pid) ]] && echo "packages: http://packages.lab/ ($GATEWAY)" || echo 'packages: off'
}

cmd_reset() {
  local to='' spec name names=()
  [[ ${1:-} == --to ]] && { to=${2:?}; shift 2; }
  local specs=("$@")
  ((${#specs[@]})) || mapfile -t specs < <(hosts)
  for spec in "${specs[@]}"; do
    name=${spec%%:*}
    must_exist "$name"
    [[ $spec != *:* ]] || check_flags "${spec#*:}"
    [[ -z $to || -f $RUN/kept/$to/$name/layers ]] || die "$name has no disk kept as '$to'"
    names+=("$name")
  done
  for name in "${names[@]}"; do power_cut "$name"; done
  for spec in "${specs[@]}"; do
    name=${spec%%:*}
    drop_disk "$name"
    if [[ $to ]]; then
      cp "$RUN/kept/$to/$name/layers" "$(H "$name")/layers"
      mount_disk "$name"
      touch "$(H "$name")/laid"
    else
      [[ $spec == *:* ]] && echo "${spec#*:}" >"$(H "$name")/flags"
      # shellcheck disable=SC2046 # single words
      build_all $(needs "$(get "$name" flags)")
      lay_disk "$name"
    fi
  done
  write_names
  for name in "${names[@]}"; do power_on "$name"; done
  for name in "${names[@]}"; do wait_up "$name"; done
}

cmd_save() {
  local to=${1:-} name names
  [[ $to =~ ^[A-Za-z0-9._-]+$ ]] || die "keep the disks under what name?"
  shift
  names=("$@")
  ((${#names[@]})) || mapfile -t names < <(hosts)
  for name in "${names[@]}"; do
    must_exist "$name"
    [[ ! -f $RUN/kept/$to/$name/layers ]] || die "$name has a disk kept as '$to' already"
  done
  for name in "${names[@]}"; do power_cut "$name"; done
  for name in "${names[@]}"; do save_disk "$name" "$to"; power_on "$name"; done
  for name in "${names[@]}"; do wait_up "$name"; done
}

cmd_down() {
  local name d
  for name in $(hosts); do remove_host "$name"; done
  repo_off
  # Another lab may have written its own there.
  [[ ! -f $RUN/etc-hosts ]] || etc_hosts_off
  if bridge_is_ours; then
    sweep
    ip link del "$LAB_BRIDGE" 2>/dev/null || true
  fi
  for d in $(cgroup_roots); do rmdir "$d/$LAB_BRIDGE" 2>/dev/null || true; done
  for _ in {1..50}; do rm -rf "$RUN" 2>/dev/null && return; sleep 0.2; done # disks may still be on their way out
}
