# usage: outputs.sh TREE OUT : what the commands print of every library protocol, in both languages
t=$1; o=$2; mkdir -p $o; cd $t
for l in fr en; do
  export LANG=$([ $l = fr ] && echo fr_FR.UTF-8 || echo en_GB.UTF-8) LC_ALL=$([ $l = fr ] && echo fr_FR.UTF-8 || echo en_GB.UTF-8)
  .venv/bin/nao-sessions check protocols > $o/check.$l 2>&1
  .venv/bin/nao-sessions --help > $o/help.$l 2>&1
  for p in protocols/*.yaml; do case $p in *expect*) continue;; esac
    n=$(basename $p .yaml)
    .venv/bin/nao-sessions sheet $p -o $o/$n.$l.html >> $o/sheet.$l 2>&1
    .venv/bin/nao-sessions diagram $p -o $o/$n.$l.svg >> $o/diagram.$l 2>&1
  done
done
