// Takes the pictures of docs/ from the demo's desk, with a browser: npm run screenshots.
import 'tsx';
import { provideBrowser } from './browser.mjs';
import { buildConsole } from './build-console.mjs';

if (!provideBrowser()) process.exit(1);
await buildConsole();
await import('../sandbox/screenshots/main.ts');
