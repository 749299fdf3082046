# The signed apt and yum repositories.

sign_rpms() {
  rpmsign --define "__gpg $(command -v gpg)" --define '_gpg_name kafka-setup lab packages' --define "_gpg_path $GNUPGHOME" \
    --addsign "$@" >"$STAGE/rpmsign.log" 2>&1 || { tail -5 "$STAGE/rpmsign.log" >&2; exit 1; }
}

apt_repo() { # the layout of Confluent's: deb URL/deb/SERIES stable main
  local r=$1 b
  (
    cd "$r" || exit
    for b in all amd64; do
      mkdir -p "dists/stable/main/binary-$b"
      apt-ftparchive packages pool >"dists/stable/main/binary-$b/Packages"
      gzip -9k "dists/stable/main/binary-$b/Packages"
    done
    apt-ftparchive -o APT::FTPArchive::Release::Origin=kafka-setup-lab -o APT::FTPArchive::Release::Suite=stable \
      -o APT::FTPArchive::Release::Codename=stable -o APT::FTPArchive::Release::Architectures='amd64 all' \
      -o APT::FTPArchive::Release::Components=main release dists/stable >"$STAGE/Release"
    mv "$STAGE/Release" dists/stable/Release
    gpg -q --batch --yes --armor --detach-sign -o dists/stable/Release.gpg dists/stable/Release
    gpg -q --batch --yes --clearsign -o dists/stable/InRelease dists/stable/Release
  )
  cp "$CACHE/keys/archive.key" "$r/archive.key"
}

yum_repo() {
  local r=$1
  sign_rpms "$r"/*.rpm
  createrepo_c -q "$r"
  gpg -q --batch --yes --armor --detach-sign -o "$r/repodata/repomd.xml.asc" "$r/repodata/repomd.xml"
  cp "$CACHE/keys/archive.key" "$r/archive.key"
}
