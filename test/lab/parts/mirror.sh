# What the hosts can install: the Debian mirror, and the platform's packages.

# The Debian mirror: the packages above and all they need, fetched once, served to every host.
build_mirror() {
  local final=$REPO/debian out=$REPO/debian.new archives=$CACHE/debs want
  want=$({ printf '%s\n' "${MIRROR_DEBS[@]}"; declare -f build_mirror; cat "$CACHE/base-debian/.lab-ready"; } | cksum | cut -d' ' -f1)
  [[ -f $final/.lab-ready && $(<"$final/.lab-ready") == "$want" ]] && return
  say "filling the Debian mirror"
  fresh_lists
  rm -rf "$out" && mkdir -p "$out" "$archives/partial"
  apt-get -qq -y --no-install-recommends --download-only -o Debug::NoLocking=true -o Dir::Cache::archives="$archives" \
    -o Dir::State::status="$CACHE/base-debian/var/lib/dpkg/status" install "${MIRROR_DEBS[@]}" >"$CACHE/mirror.log" 2>&1 ||
    { tail -20 "$CACHE/mirror.log" >&2; die "the Debian mirror was not filled"; }
  ln "$archives"/*.deb "$out/"
  (cd "$out" && apt-ftparchive packages . >Packages && gzip -k1 Packages &&
    apt-ftparchive -o APT::FTPArchive::Release::Origin=kafka-setup-lab release . >../Release.new && mv ../Release.new Release &&
    GNUPGHOME=$CACHE/keys/gnupg gpg -q --batch --yes --clearsign -o InRelease Release)
  echo "$want" >"$out/.lab-ready"
  rm -rf "$final" && mv "$out" "$final"
}

# Whatever builds must not outlive this process, or it would go on writing beside the next one. So it runs in a process
# namespace of its own, whose first process dies with us.
HELD=(setpriv --pdeathsig KILL unshare --fork --pid --kill-child --mount --mount-proc)

build_all() { # build_all [rpm] [db]
  need_tools
  "${HELD[@]}" "$LAB_HOME/lab" _build "$@" 9>&- || exit 1
}

build_archive() { # build_archive [VERSION]: of Kafka, as Apache serves it
  need_tools
  mkdir -p "$CACHE"
  make_keys
  "${HELD[@]}" "$LAB_HOME/packages/build" archive "$CACHE" "$@" 9>&- || exit 1
}

build() {
  local jars=''
  mkdir -p "$CACHE" "$REPO"
  rm -rf "$CACHE"/*.new "$REPO"/*.new
  make_keys
  # The two downloads wait on different servers, so they go side by side.
  "$LAB_HOME/packages/build" fetch "$CACHE" & jars=$!
  build_base debian
  [[ " $* " != *' rpm '* ]] || build_base rpm
  build_mirror
  wait "$jars" || die "the jars were not fetched"
  "$LAB_HOME/packages/build" make "$CACHE" "$REPO"
  [[ " $* " != *' db '* ]] || build_db
}
