#!/bin/sh
# In the image: lays the root file system $1 of the run image. Programs built with -race are linked with libc, all
# others are static; libgcc_s is opened by libc when a thread is cancelled.
set -eu
out=$1
mkdir -p "$out/etc/ssl/certs" "$out/usr/share" "$out/opt/pushmark" "$out/tmp" "$out/w" "$out/dev" "$out/proc" "$out/sys"
chmod 1777 "$out/tmp"

# The loader and the libraries keep their paths: the loader's is written into every program.
install_library() {
  mkdir -p "$out$(dirname "$1")"
  cp -L "$1" "$out$1"
}
ldd /bin/sh | sed -n 's|^[[:space:]]*\(/[^ ]*ld-linux[^ ]*\) .*|\1|p' | while read -r loader; do install_library "$loader"; done
for name in libc.so.6 libm.so.6 libpthread.so.0 libdl.so.2 librt.so.1 libresolv.so.2 libgcc_s.so.1; do
  install_library "$(ldconfig -p | sed -n "s|^[[:space:]]*$name .* => ||p" | head -n 1)"
done

printf 'root:x:0:0:root:/:/none\nnobody:x:65534:65534:nobody:/:/none\n' >"$out/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$out/etc/group"
printf 'hosts: files dns\n' >"$out/etc/nsswitch.conf"
cp -R /usr/share/zoneinfo "$out/usr/share/zoneinfo"
rm -rf "$out/usr/share/zoneinfo/right" "$out/usr/share/zoneinfo/posix"
cp -L /etc/ssl/certs/ca-certificates.crt "$out/etc/ssl/certs/ca-certificates.crt"
