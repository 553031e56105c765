#!/bin/sh
# Every program that a Windows instance has or installs, as a recording stand-in: its name is the file's. A call is added to
# $LAB_WORLD/calls: name, clock and arguments, each ended by a unit separator, all by a record separator. What it answers
# stands in answers.sh, which world.py writes. powershell.exe runs its script in the engine that the tests use.
PATH=/usr/local/bin:/usr/bin:/bin name=${0##*/} clock=
read -r clock 2>/dev/null <"$LAB_WORLD/clock" || [ -n "$clock" ] || clock=0
{
  printf '%s\037' "$name" "$clock" "$@"
  printf '\036'
} >>"$LAB_WORLD/calls"
# shellcheck disable=SC2034 # answers.sh reads it
call="$name $*"
# shellcheck source=/dev/null
. "$LAB_WORLD/answers.sh"
# shellcheck disable=SC2154 # Windows' own variable
case $name in
curl.exe)
  # Nobody listens where the runner would tell its metrics.
  case "$*" in *http://127.0.0.1:9252/*) exit 7 ;; esac
  # Foreign hosts are the tests' server, and what is downloaded may be run, as on Windows; there names of variables have no case.
  file='' last=''
  for word; do
    shift
    case $last in -o | -fo) file=$word ;; esac
    last=$word
    case $word in
    http://127.0.0.1[:/]* | http://localhost[:/]* | https://localhost[:/]* | http://gitlab.lab[:/]*) ;; # the last by a proxy only
    http://* | https://*) word=$LAB_WEB/${word#*://} ;;
    esac
    set -- "$@" "$word"
  done
  http_proxy=${HTTP_PROXY-} no_proxy=${NO_PROXY-} curl "$@" && code=0 || code=$?
  [ -z "$file" ] || [ ! -e "$file" ] || chmod +x "$file"
  exit "$code"
  ;;
schtasks.exe)
  # What it was called with here, and no more.
  case "$*" in
  "/create /f /ru SYSTEM /sc minute /mo "[0-9]*" /tn "*-*" /tr powershell.exe -NoProfile -ExecutionPolicy Bypass -File /"*) ;;
  "/delete /f /tn "*-*) ;;
  *) echo "ERROR: Invalid syntax." >&2 && exit 1 ;;
  esac
  ;;
powershell.exe) exec /usr/bin/env python3 -SE "$LAB_CODE/powershell.py" "$@" ;;
sc.exe)
  [ "$1" != delete ] || /usr/bin/env python3 -SE -c 'import json, sys
services = json.load(open(sys.argv[1]))
del services[sys.argv[2]]
json.dump(services, open(sys.argv[1], "w"))' "$LAB_WORLD/services" "$2"
  ;;
cfn-init.exe)
  # Plain `content` is written in Python's text mode, which ends lines with CRLF on Windows (aws-cfn-bootstrap's file_tool.py,
  # aws-cdk#24212). Metadata is not parsed here: world.py holds the script's text.
  sed 's/$/\r/' "$LAB_WORLD/script" >"$ProgramData/vend/custom_instance_configuration_script.ps1"
  ;;
docker.exe)
  # A container that is killed ends its job: the runner goes on to the next one or, told to stop, ends.
  [ "$1" != kill ] || echo 0 >"$LAB_WORLD/jobs"
  ;;
cmd.exe)
  # /c rd /s /q \\?\FOLDER: links go, what they lead to stays, as with rm.
  [ "$1 $2 $3 $4" = "/c rd /s /q" ] || exit 1
  # shellcheck disable=SC1003
  rm -rf -- "${5#'\\?\'}"
  ;;
taskkill.exe)
  # /f /t /pid N: N and what it started; the job's process of stand_ins.ps1 is none.
  [ "$4" != 4194305 ] || { echo 0 >"$LAB_WORLD/jobs"; exit; }
  # shellcheck disable=SC2013 # its words
  tree() { for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do tree "$child"; done; kill -9 "$1"; }
  tree "$4"
  ;;
esac
