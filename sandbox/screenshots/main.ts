import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser } from 'playwright-core';
import sharp from 'sharp';
import { readDemo } from '../demo/state';
import { newVisitor, openBrowser, signIn, type Visitor } from '../visitor/browser';
import { startDesk } from '../visitor/desk';
import { type Desk, type Shot, SHOTS } from './shots';

const ROOT = join(__dirname, '..', '..');
const FOLDER = join(ROOT, 'docs', 'images');
const WIDTH = 1280;
const HEIGHT = 800;
/** Of a picture in the documents. */
const MOST_BYTES = 150_000;

/**
 * Takes the pictures of the documents from the desk of the demo: `npm run screenshots -- [--data DIR] [--only NAME,…]`. With
 * the folder of a desk that is open they are taken there; otherwise one is played, and ended afterwards.
 */
async function main(): Promise<void> {
  const option = (name: string) => process.argv[process.argv.indexOf(name) + 1];
  const given = process.argv.includes('--data') ? resolve(option('--data')!) : undefined;
  const only = process.argv.includes('--only') ? option('--only')!.split(',') : undefined;
  const desk = given === undefined ? await playDesk() : { state: readDemo(given)!, end: () => Promise.resolve() };
  const customers = process.env.CUSTOMERS ?? join(ROOT, 'examples', 'customers.csv');
  const wanted = SHOTS.filter(({ name }) => only?.includes(name) ?? true);
  const browser = await openBrowser();
  try {
    await takeAll(browser, { state: desk.state, customers }, wanted);
  } finally {
    await browser.close();
    await desk.end();
  }
}

async function playDesk() {
  const data = join(ROOT, '.data', 'screenshots');
  if (existsSync(data)) rmSync(data, { recursive: true });
  const { state, stop } = await startDesk(data, [], (line) => void process.stderr.write(line));
  return { state, end: async () => void (await stop()) };
}

/** One browser for each person, since a code of the authenticator signs in once. A page that fails is said, and left out. */
async function takeAll(browser: Browser, desk: Desk, shots: Shot[]): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const visitors = new Map<string, Visitor>();
  const failed: string[] = [];
  for (const shot of shots) {
    const { name, as, width = WIDTH, height = HEIGHT } = shot;
    const login = as?.login ?? name;
    try {
      const visitor = visitors.get(login) ?? (await newVisitor(browser, desk.state, { viewport: { width, height } }));
      if (as && !visitors.has(login)) await signIn(visitor, desk.state, as.login, as.role);
      visitors.set(login, visitor);
      await visitor.page.setViewportSize({ width, height });
      await shot.open(visitor.page, desk);
      writeFileSync(join(FOLDER, `${name}.png`), await compressed(await visitor.page.screenshot({ type: 'png' })));
      process.stdout.write(`${name}.png\n`);
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }
  if (failed.length > 0) throw new Error(`not taken:\n${failed.join('\n')}`);
}

/** With as many colours as the size allows. */
async function compressed(png: Buffer): Promise<Buffer> {
  for (const colours of [256, 128, 64, 32, 16]) {
    const small = await sharp(png).png({ palette: true, colours, compressionLevel: 9, effort: 10 }).toBuffer();
    if (small.length <= MOST_BYTES) return small;
  }
  throw new Error('too large even with 16 colours');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
