# The base images that the hosts lie upon, built once.

build_base() { # build_base debian|rpm
  local os=$1 out=$CACHE/base-$1 tmp=$CACHE/base-$1.new include=$BASE_DEBS want name
  [[ $os == rpm ]] && include+=,$EL_DEBS
  want=$({ echo "$include"; declare -f build_base dress_as_el; } | cksum | cut -d' ' -f1)
  [[ -f $out/.lab-ready && $(<"$out/.lab-ready") == "$want" ]] && return
  for name in $(hosts); do
    [[ $(os "$name") != "$os" ]] || die "the $os base image is out of date and $name lies upon it: lab down"
  done
  say "building the $os base image"
  . /etc/os-release
  fresh_lists
  rm -rf "$tmp" && mkdir -p "$CACHE"
  apt_sources >"$CACHE/sources.list"
  apt-config dump Acquire | grep -E '::(Check|Proxy|Verify|CaInfo)' >"$CACHE/apt.conf" || true
  mmdebstrap --variant=minbase --aptopt="$CACHE/apt.conf" --include="$include" \
    "$VERSION_CODENAME" "$tmp" "$CACHE/sources.list" >"$CACHE/base-$os.log" 2>&1 ||
    { tail -20 "$CACHE/base-$os.log" >&2; die "the base image was not built"; }
  rm -f "$tmp"/etc/ssh/ssh_host_* "$tmp"/etc/apt/sources.list.d/* "$tmp"/etc/apt/apt.conf.d/99mmdebstrap
  rm -f "$tmp"/etc/resolv.conf
  : >"$tmp/etc/machine-id"
  : >"$tmp/etc/apt/sources.list"
  # No login screens; nothing that a host with a fixed address doesn't need.
  ln -sf /dev/null "$tmp/etc/systemd/system/console-getty.service"
  ln -sf /dev/null "$tmp/etc/systemd/system/systemd-networkd-wait-online.service"
  mkdir -p "$tmp/var/lib/lab/sysctl"
  chroot "$tmp" useradd -m -s /bin/bash -c 'lab operator' "$LAB_USER"
  chroot "$tmp" install -d -m 700 /root/.ssh
  [[ $os == rpm ]] && dress_as_el "$tmp"
  echo "$want" >"$tmp/.lab-ready"
  rm -rf "$out" && mv "$tmp" "$out"
}

# No Enterprise Linux mirror is assumed. An 'rpm' host is Debian's userland with rpm and dnf as its only package
# manager, an Enterprise Linux os-release, firewalld running, and an empty rpm database: a stand-in, and named so.
dress_as_el() {
  local r=$1 f
  mkdir -p "$r/usr/lib/lab/hidden"
  for f in "$r"/usr/bin/apt "$r"/usr/bin/apt-* "$r"/usr/bin/dpkg "$r"/usr/bin/dpkg-*; do mv "$f" "$r/usr/lib/lab/hidden/"; done
  rm -rf "$r"/etc/apt "$r"/etc/debian_version "$r"/var/lib/apt
  cat >"$r/usr/lib/os-release" <<'OS'
NAME="Rocky Linux (stand-in)"
VERSION="9.4 (kafka-setup lab)"
ID="rocky"
ID_LIKE="rhel centos fedora"
VERSION_ID="9.4"
PLATFORM_ID="platform:el9"
PRETTY_NAME="Rocky Linux 9.4 stand-in (kafka-setup lab, Debian underneath)"
OS
  echo 'Rocky Linux release 9.4 (kafka-setup lab stand-in)' >"$r/etc/redhat-release"
  ln -sf redhat-release "$r/etc/system-release"
  ln -sf dnf "$r/usr/bin/yum"
  ln -sf python3 "$r/usr/libexec/platform-python" 2>/dev/null || true
  mkdir -p "$r/etc/rpm" "$r/etc/yum.repos.d" "$r/etc/dnf/vars" "$r/etc/sysconfig"
  echo '%_dbpath /var/lib/rpm' >"$r/etc/rpm/macros" # Debian's own default is a folder in the caller's home
  printf '[main]\ngpgcheck=1\ninstallonly_limit=3\nclean_requirements_on_remove=True\nbest=True\nskip_if_unavailable=False\n' \
    >"$r/etc/dnf/dnf.conf"
  printf '[main]\nenabled=false\n' >"$r/etc/dnf/plugins/local.conf"
  chroot "$r" rpm --initdb
  chroot "$r" systemctl -q enable firewalld chrony || true
}
