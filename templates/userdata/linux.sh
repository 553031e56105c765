#!/bin/bash
cat <<'EOF' >/etc/vend/values
@@VALUES@@
EOF
echo ${x}
