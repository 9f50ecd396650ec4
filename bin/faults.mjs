// Plays a campaign while everything is being killed, and judges by the stand-ins' own records: npm run test:faults.
import 'tsx';

await import('../test/faults/main.ts');
