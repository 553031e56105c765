# ---- local disks
load_values INSTANCE_STORE=none
STORE=/mnt/vend-store
# At each start of the machine, before what uses the disks: they are empty after a stop.
store() {
	local disk device disks
	[[ $INSTANCE_STORE != none ]] || return 0
	mountpoint -q "$STORE" && return
	mapfile -t disks < <(for disk in /dev/disk/by-id/nvme-Amazon_EC2_NVMe_Instance_Storage_*; do
		[[ ! -e $disk || $disk == *-part* ]] || readlink -f "$disk"
	done | sort -u)
	((${#disks[@]} < 2)) || type -P mdadm || install_packages mdadm || log "no mdadm: only one local disk is used"
	device=$(blkid -L vend-store) || { mdadm --assemble --scan; device=$(blkid -L vend-store); } || {
		# What has a file system, partitions or an array's mark is somebody else's.
		for disk in "${!disks[@]}"; do
			! blkid -p "${disks[disk]}" || unset "disks[disk]"
		done
		disks=(${disks[@]+"${disks[@]}"})
		((${#disks[@]})) || { log "there is no free local disk"; return 0; }
		device=${disks[0]}
		if ((${#disks[@]} > 1)) && type -P mdadm; then
			device=/dev/md/vend-store
			mdadm --create $device --run --level=0 --raid-devices=${#disks[@]} "${disks[@]}"
		fi
		mkfs.xfs -q -L vend-store "$device"
	}
	mkdir -p "$STORE"
	mount "$device" "$STORE"
	store_in "$INSTANCE_STORE"
	log "$device is used for $INSTANCE_STORE"
}
# bind FOLDER...: each is on the local disks from now on. None is one that a job can change.
bind() {
	local folder
	for folder; do
		mkdir -p "$folder" "$STORE$folder"
		chmod --reference="$folder" "$STORE$folder"
		mount --bind "$STORE$folder" "$folder"
	done
}
use_store() {
	[[ $INSTANCE_STORE != none ]] || return 0
	unit store store Type=oneshot RemainAfterExit=yes '[Unit]' 'Before=docker.service containerd.service gitlab-runner.service'
	systemctl enable vend-store
	store
}
