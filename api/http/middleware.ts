import { type Request, type RequestHandler, type Response } from 'express';

/** Runs one middleware and waits for its `next`; throws its error. */
export function runMiddleware(middleware: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown) => (error ? reject(error as Error) : resolve());
    void Promise.resolve(middleware(req, res, next)).catch(reject);
  });
}
