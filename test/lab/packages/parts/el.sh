# What an EL host would have from its own mirror.

# Debian's JRE, packed as EL names it, and one package that tells rpm what the stand-in host already has.
make_el() { # make_el REPO
  local out d deb want
  STAGE=$CACHE/stage OUT=$CACHE/stage/out
  out=$OUT/el9 d=$STAGE/jre
  [[ -d $CACHE/debs ]] || return 0
  deb=$(ls "$CACHE"/debs/openjdk-17-jre-headless_*.deb | head -1)
  want="$(cat "$HERE"/parts/{el,formats,repositories}.sh | cksum) ${deb##*/}"
  [[ -f $1/el9/.ready && $(<"$1/el9/.ready") == "$want" ]] && return
  rm -rf "$STAGE"
  mkdir -p "$out" "$d"
  dpkg-deb -x "$deb" "$d"
  rm -rf "${d:?}/usr/share" && mkdir -p "$d/usr/bin"
  local home=usr/lib/jvm/java-17-openjdk-amd64 v
  ln -s "/$home/bin/java" "$d/usr/bin/java"
  ln -s "/$home/bin/keytool" "$d/usr/bin/keytool"
  ln -s "java-17-openjdk-amd64" "$d/usr/lib/jvm/jre-17-openjdk"
  v=$(dpkg-deb -f "$deb" Version) v=${v%%[+~-]*}
  cat >"$STAGE/jre.spec" <<SPEC
Name: java-17-openjdk-headless
Version: $v
Release: 1.el9
Epoch: 1
Summary: OpenJDK 17 headless runtime (Debian's build, packed by the kafka-setup lab)
License: GPL-2.0-with-classpath-exception
AutoReqProv: no
Provides: java-17-openjdk = 1:$v java-17-headless java-headless jre-headless java jre jre-17-headless
%description
OpenJDK 17 without a display, for the lab's EL stand-in hosts.
%install
cp -a $d/. %{buildroot}/
%files
%defattr(-,root,root,-)
$(cd "$d" && find . -type f -o -type l | sed 's#^\./#/#')
SPEC
  rpm_build "$STAGE/jre.spec" "$out"
  cat >"$STAGE/el.spec" <<'SPEC'
Name: lab-el-base
Version: 9.4
Release: 1
Summary: What the kafka-setup lab's EL stand-in host already has
License: MIT
BuildArch: noarch
AutoReqProv: no
Provides: system-release = 9.4 redhat-release = 9.4 rocky-release = 9.4 setup filesystem bash coreutils shadow-utils systemd
Provides: /bin/sh /bin/bash /usr/bin/bash /usr/bin/python3 /usr/sbin/useradd util-linux glibc gawk sed grep findutils which
Provides: tar gzip curl unzip openssl sudo openssh-server openssh-clients iproute procps-ng hostname iputils ca-certificates
Provides: python3 dnf yum rpm dnf-plugins-core yum-utils firewalld nftables chrony gnupg2 nmap-ncat less vim-minimal
%description
A Debian userland stands in for Enterprise Linux on the lab's rpm hosts; this tells rpm what is there.
%files
SPEC
  rpm_build "$STAGE/el.spec" "$out"
  yum_repo "$out"
  rm -rf "$1/el9" && mv "$out" "$1/"
  rm -rf "$STAGE"
  echo "$want" >"$1/el9/.ready"
}
