# Logins and root shells as the hosts' journals have them. Sourced.

mark_logins() { # from here on they are counted
  local host
  declare -gA CURSOR=()
  for host in "${HOSTS[@]}"; do
    CURSOR[$host]=$(lab exec "$host" 'journalctl --sync; journalctl -q -n 1 --show-cursor' | sed -n 's/^-- cursor: //p')
  done
}

count_logins() { # count_logins WHAT: a line "WHAT HOST LOGINS ROOT-SHELLS" for each host
  local host said
  for host in "${HOSTS[@]}"; do
    said=$(lab exec "$host" "journalctl --sync; journalctl -q -o cat --after-cursor='${CURSOR[$host]}'")
    printf '%s\t%s\t%d\t%d\n' "$1" "$host" "$(grep -c '^Accepted publickey for ' <<<"$said" || true)" \
      "$(grep -c '^pam_unix(sudo[^)]*:session): session opened for user root' <<<"$said" || true)"
  done >>"$OUT/logins.tsv"
}
