# What the hosts can install: the Debian mirror, and the platform's packages.

# The Debian mirror: the packages above and all they need, fetched once, served to every host.
build_mirror() {
  local out=$REPO/debian archives=$CACHE/debs want
  want=$({ printf '%s\n' "${MIRROR_DEBS[@]}"; declare -f build_mirror; cat "$CACHE/base-debian/.lab-ready"; } | cksum | cut -d' ' -f1)
  [[ -f $out/.lab-ready && $(<"$out/.lab-ready") == "$want" ]] && return
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
}

build_all() {
  need_tools
  mkdir -p "$CACHE" "$REPO"
  make_keys
  # The two downloads wait on different servers, so they go side by side.
  local jars=''
  "$LAB_HOME/packages/build" fetch "$CACHE" & jars=$!
  build_base debian
  [[ ${1:-} == rpm ]] && build_base rpm
  build_mirror
  wait "$jars" || die "the jars were not fetched"
  "$LAB_HOME/packages/build" make "$CACHE" "$REPO"
}
