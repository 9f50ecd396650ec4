import { open } from 'node:fs/promises';
import { readCsv } from '../audience/csv';
import { mapHeader } from '../audience/header';
import { lookups } from '../audience/lookups';
import { sealRow, partyHashOf } from '../audience/seal-row';
import { normaliseRow } from '../domain/normalise/row';
import { tidy } from '../domain/normalise/text';
import { FIELDS } from '../domain/normalise/fields';
import { Vault } from '../db/vault';
import { exampleColumns } from '../examples/columns';
import { CopyWriter } from '../audience/copy-writer';
import { Writable } from 'node:stream';
(async () => {
  const f = await open('/tmp/imp/c100k.csv');
  const v = new Vault(Buffer.alloc(32, 1));
  const cpu = () => {
    const c = process.cpuUsage();
    return (c.user + c.system) / 1000;
  };
  let t = cpu();
  const lap = (n: string, k: number) => {
    const x = cpu();
    console.log(n, (((x - t) / k) * 1000).toFixed(1), 'us/row');
    t = cpu();
  };
  const recs: any[] = [];
  for await (const r of readCsv(f, 'cp932')) recs.push(r);
  lap('csv', recs.length);
  const h = mapHeader(recs.shift().fields, await exampleColumns());
  const part = recs.filter((r: any) => r.fields.length === 19).slice(0, 30000);
  const N = part.length;
  const getOf = (r: any) => (field: any) => {
    const at = h.index.get(field);
    return at === undefined ? undefined : r.fields[at];
  };
  lap('-', N);
  let n = 0;
  for (const r of part) {
    lookups.phone(r.fields[10]);
    lookups.phone(r.fields[11]);
  }
  lap('phone', N);
  for (const r of part) {
    if (lookups.prefectureOf(r.fields[5])) n++;
  }
  lap('yubin', N);
  const fake = { phone: (x: string) => ({ number: x, mobile: true }), prefectureOf: () => '東京都' };
  for (const r of part) normaliseRow(getOf(r), { today: '2027-01-01', lookups: fake });
  lap('normalise without lookups', N);
  const rows = part.map((r) => normaliseRow(getOf(r), { today: '2027-01-01', lookups }));
  lap('normalise', N);
  for (const r of part) FIELDS.map((q) => tidy(getOf(r)(q) ?? '')).join('\u0001');
  lap('content', N);
  for (const r of part) {
    v.index(1, 'row', r.fields.join(' '));
    v.index(1, 'contract', r.fields[0]);
  }
  lap('2 hmac', N);
  const parties = rows.map((r) => (r.row ? partyHashOf(v, 1, r.row) : null));
  lap('party', N);
  for (let i = 0; i < 90000; i++) v.newKey();
  lap('newkey', 90000);
  const sealed = rows.map((r, i) => (r.row ? sealRow(v, 1, r.row, { partyHash: parties[i]!, key: v.newKey() }) : null));
  lap('seal+newkey', N);
  const w = new CopyWriter(
    new Writable({
      write(c, e, cb) {
        cb();
      },
    }),
  );
  for (const s of sealed) if (s) await w.row(Object.values(s) as any);
  lap('copy', N);
})();
