import { type RequestHandler } from 'express';

/** Sets what every page of a stand-in has: its content security policy, no guessing of types, and no referrer. */
export const pageHeaders =
  (policy: string): RequestHandler =>
  (_request, response, next) => {
    response.set({
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    });
    next();
  };
