import { type RequestHandler } from 'express';
import { AppError } from '../../domain/errors';
import { type AppDeps } from '../http/deps';
import { consoleOrigin } from '../sign-in/cookies';

const HEADERS = 'Authorization, Content-Type, X-Namespace';

/**
 * CORS for /codec (mount it there): pages of Temporal's UI at CODEC_UI_ORIGIN may call it with the session of a
 * signed-in person. Our own console may too, and programs, which send no origin. Every other origin is refused.
 */
export function codecOrigin({ config }: AppDeps): RequestHandler {
  return (req, res, next) => {
    const origin = req.get('origin');
    res.vary('Origin');
    if (origin === undefined || origin === consoleOrigin(config)) return next();
    if (config.CODEC_UI_ORIGIN === undefined || origin !== new URL(config.CODEC_UI_ORIGIN).origin) {
      throw new AppError('csrf_refused');
    }
    res.set('Access-Control-Allow-Origin', origin).set('Access-Control-Allow-Credentials', 'true');
    if (req.method === 'OPTIONS') {
      res.set('Access-Control-Allow-Methods', 'POST').set('Access-Control-Allow-Headers', HEADERS);
      res.set('Access-Control-Max-Age', '600').status(204).end();
      return;
    }
    // it does not have our pages' CSRF token; nothing it can do here changes data
    res.locals.trustedOrigin = origin;
    next();
  };
}
