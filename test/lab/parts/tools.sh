# What this machine needs to hold a lab, and the keys that all its hosts and packages share.

fresh_lists() { # once in a run
  [[ ${LISTS_FRESH:-} ]] || apt-get -qq update 9>&-
  LISTS_FRESH=1
}

need_tools() {
  local missing=()
  local pair
  for pair in systemd-nspawn:systemd-container mmdebstrap:mmdebstrap apt-ftparchive:apt-utils dpkg-deb:dpkg \
    rpmbuild:rpm createrepo_c:createrepo-c gpg:gnupg ssh-keygen:openssh-client ip:iproute2 sshpass:sshpass \
    kcat:kcat mvn:maven javac:default-jdk-headless python3:python3 pgrep:procps nsenter:util-linux losetup:mount mkfs.ext4:e2fsprogs; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  fresh_lists
  # An install that was killed midway leaves packages unpacked; apt itself asks for this first.
  get_debs "${missing[@]}" || { dpkg --configure -a 9>&- && get_debs "${missing[@]}"; } || die "not installed: ${missing[*]}"
}

get_debs() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" >/dev/null 9>&-
}

make_keys() {
  mkdir -p "$CACHE/keys" && chmod 700 "$CACHE/keys"
  if [[ ! -f $CACHE/keys/id_ed25519.pub ]]; then
    rm -f "$CACHE/keys/id_ed25519"
    ssh-keygen -q -t ed25519 -N '' -C kafka-setup-lab -f "$CACHE/keys/id_ed25519"
  fi
  if [[ ! -f $CACHE/keys/archive.key ]]; then
    export GNUPGHOME=$CACHE/keys/gnupg
    rm -rf "$GNUPGHOME"
    mkdir -p "$GNUPGHOME" && chmod 700 "$GNUPGHOME"
    gpg -q --batch --passphrase '' --quick-gen-key 'kafka-setup lab packages <lab@packages.lab>' rsa3072 sign never
    gpg -q --batch --armor --export >"$CACHE/keys/archive.key.new"
    gpg -q --batch --export >"$CACHE/keys/archive.gpg"
    gpgconf --kill all
    mv "$CACHE/keys/archive.key.new" "$CACHE/keys/archive.key"
  fi
}

# Packages come from where this machine's own apt gets them.
apt_sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian'
}
