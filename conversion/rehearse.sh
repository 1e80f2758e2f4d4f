# usage: rehearse.sh DIR : a fresh clone of the branch, with an environment of its own, converted
set -e
d=/work/hs/$1; rm -rf $d; git clone -q /work/wt/hwords $d
mkdir -p $d/.venv; cp -r /work/wt/hwords/.venv/. $d/.venv/
sed -i "s#/work/wt/hwords#$d#" $d/.venv/lib/python3.11/site-packages/aa_own.pth
sed -i "1s#/work/wt/hwords#$d#" $d/.venv/bin/* 2>/dev/null || true
(time nice -n 3 /work/hs/convert.sh $d) > /work/hs/out/log.txt 2>&1 || echo FAILED
