// Runs Schemathesis (from PyPI, installed apart) against the API, by every role and without a caller: npm run test:schema.
import 'tsx';

await import('../test/property/schemathesis.ts');
