import { type RequestHandler } from 'express';
import helmet from 'helmet';

/** Browser features no page may use. */
const NO_FEATURES = [
  'accelerometer',
  'autoplay',
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
  /** Whether style sheets and pictures are allowed. No page has scripts, inline styles or anything from other hosts. */
  styles: boolean;
  /** Forms may be sent to the page's own server. */
  forms: boolean;
}

/**
 * Response headers that forbid scripts, framing, embedding, caching and referrers. What may be cached (the style sheet)
 * sets its own header. HSTS only if customers come by https.
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
        ...(styles && { styleSrc: own(true), imgSrc: own(true) }),
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
