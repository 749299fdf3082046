# One package as deb and as rpm.

# One package is a tree, its units, and these variables; both formats come from the same.
package() { # package NAME; uses SUMMARY DEPENDS(words; NAME= in the same version) USERS(user:home text) DIRS("owner mode path") and $STAGE/NAME
  local name=$1 tree=$STAGE/$1
  mkdir -p "$tree"
  maintainer_script >"$STAGE/$name.postinst"
  make_deb "$name" "$tree"
  make_rpm "$name" "$tree"
}

maintainer_script() {
  local user text owner mode path
  echo 'getent group confluent >/dev/null || groupadd -r confluent'
  while IFS=: read -r user text; do
    [[ $user ]] && echo "getent passwd $user >/dev/null || useradd -r -g confluent -M -d /tmp -s /sbin/nologin -c '$text' $user"
  done <<<"${USERS:-}"
  while read -r owner mode path; do
    [[ $path ]] && echo "[ -d $path ] || { install -d -o $owner -g confluent -m $mode $path; }"
  done <<<"${DIRS:-}"
  echo '[ ! -d /run/systemd/system ] || systemctl daemon-reload || true'
}

make_deb() {
  local name=$1 tree=$2 d=$STAGE/deb-$1
  mkdir -p "$d/DEBIAN"
  cp -al "$tree/." "$d/"
  if [[ -d $HERE/${UNITS:-none}/units ]]; then mkdir -p "$d/lib/systemd/system" && cp "$HERE/$UNITS"/units/*.service "$d/lib/systemd/system/"; fi
  cat >"$d/DEBIAN/control" <<CTL
Package: $name
Version: $VERSION-$RELEASE
Architecture: all
Maintainer: kafka-setup lab <lab@packages.lab>
Section: misc
Priority: optional
${DEPENDS:+Depends: $(sed -e "s/=/ (= $VERSION-$RELEASE)/g" -e 's/ confluent/, confluent/g' <<<"$DEPENDS")
}Description: $SUMMARY
 Stand-in of the kafka-setup lab for Confluent's package of this name.
CTL
  (cd "$d" && find etc -type f -printf '/%p\n' 2>/dev/null) >"$d/DEBIAN/conffiles" || true
  [[ -s $d/DEBIAN/conffiles ]] || rm -f "$d/DEBIAN/conffiles"
  { echo '#!/bin/sh'; echo 'set -e'; echo '[ "$1" = configure ] || exit 0'; cat "$STAGE/$name.postinst"; } >"$d/DEBIAN/postinst"
  chmod 755 "$d/DEBIAN/postinst"
  # Jars don't shrink; an archive without compression installs faster.
  dpkg-deb --root-owner-group -Znone -b "$d" "$OUT/deb/$SERIES/pool/${name}_$VERSION-${RELEASE}_all.deb" >/dev/null
}

make_rpm() {
  local name=$1 tree=$2 d=$STAGE/rpm-$1 spec=$STAGE/$1.spec
  mkdir -p "$d"
  cp -al "$tree/." "$d/"
  if [[ -d $HERE/${UNITS:-none}/units ]]; then mkdir -p "$d/usr/lib/systemd/system" && cp "$HERE/$UNITS"/units/*.service "$d/usr/lib/systemd/system/"; fi
  cat >"$spec" <<SPEC
Name: $name
Version: $VERSION
Release: $RELEASE
Summary: $SUMMARY
License: Apache-2.0
BuildArch: noarch
AutoReqProv: no
Requires: /bin/sh shadow-utils systemd $(sed "s/=/ = $VERSION-$RELEASE/g" <<<"${DEPENDS:-}")
${PROVIDES:+Provides: $PROVIDES}
%description
Stand-in of the kafka-setup lab for Confluent's package of this name.
%install
cp -a $d/. %{buildroot}/
%post
$(cat "$STAGE/$name.postinst")
%files
%defattr(-,root,root,-)
$(cd "$d" && find . -type f -o -type l | sed -E 's#^\./etc/#%config(noreplace) /etc/#; s#^\./#/#')
SPEC
  rpm_build "$spec" "$OUT/rpm/$SERIES"
}

rpm_build() { # rpm_build SPEC FOLDER
  rpmbuild -bb --quiet --define "_topdir $STAGE/rpmbuild" --define "_rpmdir $2" --define '_binary_payload w.ufdio' \
    --define '__os_install_post %{nil}' --define '_build_id_links none' --define "_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm" \
    --define '_buildhost packages.lab' --buildroot "$STAGE/buildroot" "$1" >"$STAGE/rpmbuild.log" 2>&1 ||
    { tail -20 "$STAGE/rpmbuild.log" >&2; exit 1; }
}
