import { type Request, type Response } from 'express';

/** The value of a cookie; undefined if absent. */
export function readCookie(req: Request, name: string): string | undefined {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=');
    if (key === name && value) return decoded(value);
  }
  return undefined;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined; // not set by us
  }
}

/** Sets a cookie that is hidden from scripts and not sent with other sites' forms. */
export function setCookie(
  res: Response,
  cookie: { name: string; value: string; path: string; maxAgeMs: number; secure: boolean },
): void {
  res.cookie(cookie.name, cookie.value, {
    path: cookie.path,
    maxAge: cookie.maxAgeMs,
    secure: cookie.secure,
    httpOnly: true,
    sameSite: 'lax',
  });
}
