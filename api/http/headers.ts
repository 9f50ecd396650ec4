import { type RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing that a page could ask a browser's owner for. */
const NO_FEATURES = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

interface Allowed {
  /** Whose styles; there are no scripts, no inline styles and nothing from elsewhere on any page. */
  styles: boolean;
  /** Forms go to the page's own server. */
  forms: boolean;
}

/**
 * Headers of every answer: nothing may be run, framed, embedded elsewhere, kept in a cache or told to other sites.
 * What may be kept (the style sheet) says so itself. HSTS only where customers come by https.
 */
export function securityHeaders(https: boolean, { styles, forms }: Allowed): RequestHandler {
  const own = (allowed: boolean) => [allowed ? "'self'" : "'none'"];
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: own(forms),
        frameAncestors: ["'none'"],
        ...(styles && { styleSrc: own(true) }),
      },
    },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  });
  const features = NO_FEATURES.map((name) => `${name}=()`).join(', ');
  return (req, res, next) => {
    res.set({ 'Permissions-Policy': features, 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
    set(req, res, next);
  };
}
