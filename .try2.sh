set -x
node --import tsx .try.ts stay & P=$!
sleep 4
timeout 20 node --import tsx .try.ts   # must refuse
ps -o pid,args -u nobody | grep "postgres -D" ; pgrep -fa "temporal-1.32.1/server"
kill -9 $P; sleep 0.3
timeout 60 node --import tsx .try.ts
pgrep -fa "temporal-1.32.1/server"; ps -o pid,args -u nobody | grep "postgres -D"
