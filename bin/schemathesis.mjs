// Runs Schemathesis (from PyPI, installed apart) against the API, by every role and by nobody: npm run test:schema.
import 'tsx';

await import('../test/property/schemathesis.ts');
