import { startBase } from './engine/stack';
(async () => {
  const t = Date.now();
  const b = await startBase({ dir: '/tmp/basetry', log: (l) => console.log(Date.now() - t, l), namespaces: ['tsunagi', 'rehearsal'], dynamicConfig: {'frontend.WorkflowTimeSkippingEnabled': [{value: true, constraints: {namespace: 'rehearsal'}}]} });
  console.log('up', Date.now() - t, b.temporal.address, b.temporal.kind);
  if (process.argv[2] === 'stay') return;
  const s = Date.now(); await b.stop(); console.log('stopped', Date.now() - s);
})().catch((e) => { console.error(e); process.exit(1); });
