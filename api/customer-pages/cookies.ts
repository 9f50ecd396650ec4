import { type Request, type Response } from 'express';

/** The value of a cookie, undefined without it. */
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
    return undefined; // none of ours
  }
}

/** Sets a cookie that no script sees and no other site's form carries. */
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
