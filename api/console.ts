import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Request, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { type Config } from '../config/settings';
import { readCookie } from './customer-pages/cookies';
import { consoleHost } from './sign-in/cookies';

/** In the image beside the compiled code; in a clone where `bin/build-console.mjs` puts it. */
const FOLDERS = [join(__dirname, '..', 'console'), join(__dirname, '..', '.build', 'console')];
const BUILT = 'index.ja.html';
const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};
const ENCODINGS = { br: 'br', gzip: 'gz' } as const;
const PREFERRED = ['br', 'gzip'] as const;

interface Asset {
  type: string;
  plain: Buffer;
  br?: Buffer;
  gzip?: Buffer;
}

/** The built console, kept in memory: some hundred kilobytes. Undefined if it has not been built. */
function readAssets(folder: string): Map<string, Asset> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const assets = new Map<string, Asset>();
  for (const name of names) {
    const type = TYPES[name.split('.').pop()!];
    if (type === undefined) continue;
    const asset: Asset = { type, plain: readFileSync(join(folder, name)) };
    for (const [encoding, ending] of Object.entries(ENCODINGS)) {
      const file = join(folder, `${name}.${ending}`);
      if (existsSync(file)) asset[encoding as keyof typeof ENCODINGS] = readFileSync(file);
    }
    assets.set(`/${name}`, asset);
  }
  return assets;
}

/** Nothing inline, nothing from elsewhere, no HTML made from strings; pictures also from memory, for scans and letters. */
const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["'none'"],
  },
});

/**
 * Serves the console at the root of the console's host, and only there: on the customers' host its paths are not found.
 * Files that carry a hash in their name may be kept for good; a page's address gets the start page.
 */
export function consoleRouter(config: Config): Router {
  const router = Router();
  const folder = FOLDERS.find((candidate) => existsSync(join(candidate, BUILT)));
  if (folder === undefined) return router;
  const assets = readAssets(folder);
  const host = consoleHost(config);
  const startPage = (req: Request) => assets.get(`/index.${languageOf(req)}.html`);
  const serve: RequestHandler = (req, res, next) => {
    if ((req.method !== 'GET' && req.method !== 'HEAD') || req.host !== host) return next();
    const asset = assets.get(req.path) ?? (isPage(req.path, req.get('accept')) ? startPage(req) : undefined);
    if (!asset) return next();
    const encoding = PREFERRED.find((name) => asset[name] && req.acceptsEncodings(name) === name);
    res.locals.route = '/console';
    policy(req, res, () => {
      res.set('Content-Type', asset.type).vary('Accept-Encoding');
      if (req.path.startsWith('/assets/')) res.set('Cache-Control', 'public, max-age=31536000, immutable');
      if (encoding) res.set('Content-Encoding', encoding);
      res.end(encoding ? asset[encoding] : asset.plain);
    });
  };
  router.use(serve);
  return router;
}

/** The language whose scripts the start page loads: the reader's choice, else what the browser asks for. */
function languageOf(req: Request): 'ja' | 'en' {
  const chosen = readCookie(req, 'tsunagi_language');
  return (chosen ?? req.acceptsLanguages('ja', 'en')) === 'en' ? 'en' : 'ja';
}

/** The console's own addresses; a missing file, or a path of the API, is not one of them. */
const isPage = (path: string, accept = ''): boolean =>
  accept.includes('text/html') && !/^\/(api|m|s|codec|webhooks|assets)(\/|$)/.test(path) && !/\.\w+$/.test(path);
