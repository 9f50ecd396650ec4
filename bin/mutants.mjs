// Makes plausible wrong changes to a copy of the product and counts those that the tests notice: npm run test:mutants.
import 'tsx';

await import('../test/mutants/main.ts');
