# The files that name hosts: /etc/hosts on each, ssh_config, known_hosts, the inventory.

write_names() { # the files that depend on which hosts there are
  local name block tmp
  block=$(
    echo '# kafka-setup lab: begin'
    for name in $(hosts); do echo "$(addr "$name") $name.lab $name"; done
    echo "$GATEWAY packages.lab"
    echo '# kafka-setup lab: end'
  )
  for name in $(hosts); do
    mount_disk "$name"
    tmp=$(H "$name")/root/etc/hosts
    { [[ -f $tmp ]] && sed -e '/kafka-setup lab: begin/,/kafka-setup lab: end/d' "$tmp"
      if has "$name" nonames; then grep -E "^#|^$GATEWAY | $name\$" <<<"$block"; else echo "$block"; fi; } >"$(H "$name")/hosts.new"
    cat "$(H "$name")/hosts.new" >"$tmp"
  done
  [[ -f $RUN/etc-hosts ]] && { etc_hosts_off; printf '%s\n' "$block" >>/etc/hosts; }

  install -m 600 "$CACHE/keys/id_ed25519" "$RUN/id_ed25519"
  install -m 644 "$CACHE/keys/id_ed25519.pub" "$RUN/id_ed25519.pub"
  {
    for name in $(hosts); do
      cat <<CFG
Host $name $name.lab
  HostName $(addr "$name")
  Port $(port "$name")
CFG
    done
    cat <<CFG
Host *
  User $LAB_USER
  IdentityFile $RUN/id_ed25519
  IdentitiesOnly yes
  UserKnownHostsFile $RUN/known_hosts
  StrictHostKeyChecking yes
  ConnectTimeout 10
CFG
  } >"$RUN/ssh_config"
  inventory >"$RUN/inventory.json"
}

# known_hosts is written when a host is made, and 'rekey' leaves it alone.
know_host() {
  local name=$1 p at
  p=$(port "$name") at=$(addr "$name")
  forget_host "$name"
  local who="$name,$name.lab,$at"
  [[ $p == 22 ]] || who="[$name]:$p,[$name.lab]:$p,[$at]:$p"
  sed -E "s/^(\S+ \S+).*/$who \1/" "$(H "$name")"/keys/*.pub >>"$RUN/known_hosts"
}
forget_host() { [[ ! -f $RUN/known_hosts ]] || sed -i -E "/^\[?$1[],]/d" "$RUN/known_hosts"; }

etc_hosts_off() { # /etc/hosts may be a mount of its own, so it is written in place
  local kept
  grep -qs 'kafka-setup lab: begin' /etc/hosts || return 0
  kept=$(sed '/kafka-setup lab: begin/,/kafka-setup lab: end/d' /etc/hosts)
  printf '%s\n' "$kept" >/etc/hosts
}

inventory() {
  local name sep=''
  printf '{"user":"%s","password":"%s","privateKey":"%s","knownHosts":"%s","sshConfig":"%s","packages":"http://packages.lab","hosts":[' \
    "$LAB_USER" "$LAB_PASSWORD" "$RUN/id_ed25519" "$RUN/known_hosts" "$RUN/ssh_config"
  for name in $(hosts); do
    printf '%s\n  {"name":"%s","address":"%s","port":%s,"os":"%s","flags":"%s"}' \
      "$sep" "$name" "$(addr "$name")" "$(port "$name")" "$(os "$name")" "$(get "$name" flags)"
    sep=,
  done
  printf '\n]}\n'
}
