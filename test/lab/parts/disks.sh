# A host's disk: an overlay on a base image.

mount_disk() { # base image (and kept disks) below, what the host writes above, in store/
  local name=$1 d size o
  d=$(H "$name")
  mountpoint -q "$d/root" && return
  mkdir -p "$d/store" "$d/root"
  if size=$(flag "$name" disk) && ! mountpoint -q "$d/store"; then
    [[ -f $d/disk.img ]] || { truncate -s "$size" "$d/disk.img"; mkfs.ext4 -q -F "$d/disk.img"; }
    mount -o loop "$d/disk.img" "$d/store"
  fi
  mkdir -p "$d/store/upper" "$d/store/work"
  rm -rf "$d/store/work/work/incompat" # left by a volatile mount that was not unmounted
  o=lowerdir=$(get "$name" layers)$(base_layers "$name"),upperdir=$d/store/upper,workdir=$d/store/work
  # 'volatile' leaves out the syncs to disk, which a lab doesn't need; older kernels lack it.
  mount -t overlay "lab-$name" -o "$o,volatile" "$d/root" 2>/dev/null || mount -t overlay "lab-$name" -o "$o" "$d/root"
}

base_layers() {
  if has "$1" db; then echo "$CACHE/layer-db:$CACHE/base-debian"; else echo "$CACHE/base-$(os "$1")"; fi
}

unmount() { umount "$1" 2>/dev/null || umount -l "$1" 2>/dev/null || true; }

lay_disk() { # a fresh overlay, and what makes the host itself: name, keys, logins, package sources
  local name=$1 d r k auth
  d=$(H "$name") r=$d/root
  mount_disk "$name"
  echo "$name" >"$r/etc/hostname"
  printf '127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n' >"$r/etc/hosts"
  has "$name" loopname && echo "127.0.1.1 $name.lab $name" >>"$r/etc/hosts"
  if [[ ! -d $d/keys ]]; then
    rm -rf "$d/keys.new" && mkdir -p "$d/keys.new"
    for k in ed25519 ecdsa; do ssh-keygen -q -t $k -N '' -C "root@$name" -f "$d/keys.new/ssh_host_${k}_key"; done
    mv "$d/keys.new" "$d/keys"
  fi
  cp "$d"/keys/* "$r/etc/ssh/"

  has "$name" nopass && auth=no || auth=yes
  printf '%s\n' "Port $(port "$name")" "PasswordAuthentication $auth" 'PermitRootLogin prohibit-password' 'MaxStartups 60' \
    >"$r/etc/ssh/sshd_config.d/lab.conf"
  install -m 600 "$CACHE/keys/id_ed25519.pub" "$r/root/.ssh/authorized_keys"
  if ! has "$name" nokey; then
    install -d -m 700 -o 1000 -g 1000 "$r/home/$LAB_USER/.ssh"
    install -m 600 -o 1000 -g 1000 "$CACHE/keys/id_ed25519.pub" "$r/home/$LAB_USER/.ssh/authorized_keys"
  fi
  echo "$LAB_USER:$LAB_PASSWORD" | chroot "$r" chpasswd
  if ! has "$name" nosudo; then
    has "$name" askpass && k='ALL' || k='NOPASSWD: ALL'
    echo "$LAB_USER ALL=(ALL:ALL) $k" >"$r/etc/sudoers.d/lab" && chmod 440 "$r/etc/sudoers.d/lab"
  fi

  if [[ $(os "$name") == debian ]]; then
    cp "$CACHE/keys/archive.gpg" "$r/usr/share/keyrings/lab-mirror.gpg"
    echo 'deb [signed-by=/usr/share/keyrings/lab-mirror.gpg] http://packages.lab/debian ./' >"$r/etc/apt/sources.list"
  else
    printf '%s\n' '[baseos]' 'name=EL 9 stand-in - BaseOS' 'baseurl=http://packages.lab/el9' 'enabled=1' 'gpgcheck=1' \
      'gpgkey=http://packages.lab/el9/archive.key' >"$r/etc/yum.repos.d/baseos.repo"
    # What the host has from Debian, as far as rpm has to know it.
    cp "$REPO"/el9/lab-el-base-*.rpm "$r/tmp/base.rpm"
    chroot "$r" rpm -i --nosignature --force-debian /tmp/base.rpm
    rm "$r/tmp/base.rpm"
    # firewalld runs on these hosts and lets ssh in on its usual port only.
    [[ $(port "$name") == 22 ]] || chroot "$r" firewall-offline-cmd -q --add-port="$(port "$name")/tcp" >/dev/null
  fi
  for k in "${SYSCTLS[@]}"; do cat "/proc/sys/$k" >"$r/var/lib/lab/sysctl/${k//\//.}"; done
  know_host "$name"
  touch "$d/laid"
}

drop_disk() {
  local d at c
  d=$(H "$1")
  rm -f "$d/laid"
  unmount "$d/root"
  ! mountpoint -q "$d/store" || unmount "$d/store"
  # Removing a big disk takes a while, so it happens in the background.
  mkdir -p "$RUN/trash"
  at=$(mktemp -d "$RUN/trash/XXXXXX")
  mv "$d/store" "$at/" 2>/dev/null || true
  rm -f "$d/disk.img" "$d/layers"
  (rm -rf "$at" &) >/dev/null 2>&1 9>&-
  for c in $(get "$1" cgroups); do find "$c" -depth -type d -exec rmdir {} + 2>/dev/null || true; done
}

save_disk() { # save_disk HOST NAME: what the host wrote becomes a layer that its next disks lie upon
  local d at=$RUN/kept/$2/$1
  d=$(H "$1")
  unmount "$d/root"
  rm -rf "$at" # the rest of a save that did not end
  mkdir -p "$at"
  rm -f "$d/laid"
  mv "$d/store/upper" "$at/disk"
  rm -rf "$d/store/work"
  echo "$at/disk:$(get "$1" layers)" >"$at/layers"
  cp "$at/layers" "$d/layers"
  touch "$d/laid"
}
