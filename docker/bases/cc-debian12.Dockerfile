# Stands in for gcr.io/distroless/cc-debian12: the C and C++ runtime, certificates, time zones and a
# user, unpacked from Debian's packages; no shell, no package manager.
FROM bookstore-stand-in/debian:bookworm AS unpacked
WORKDIR /packages
RUN apt-get update -qq \
  && apt-get download -qq base-files ca-certificates gcc-12-base libc6 libgcc-s1 libgomp1 libssl3 libstdc++6 netbase tzdata \
  && for package in *.deb; do dpkg-deb --extract "$package" /rootfs || exit 1; done \
  && apt-get install -qq --yes --no-install-recommends ca-certificates >/dev/null \
  && mkdir -p /rootfs/etc/ssl/certs /rootfs/home/nonroot \
  && cp --dereference /etc/ssl/certs/ca-certificates.crt /rootfs/etc/ssl/certs/ \
  && rm -rf /rootfs/usr/share/doc /rootfs/usr/share/man /rootfs/usr/share/locale /rootfs/usr/share/ca-certificates \
  && printf 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >/rootfs/etc/passwd \
  && printf 'root:x:0:\nnobody:x:65534:\nnonroot:x:65532:\n' >/rootfs/etc/group \
  && ldconfig -r /rootfs \
  && chown 65532:65532 /rootfs/home/nonroot \
  && mkdir -p /rootfs/tmp && chmod 1777 /rootfs/tmp

FROM scratch
COPY --from=unpacked /rootfs /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot
