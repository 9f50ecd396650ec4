import { z } from 'zod';

const settings = z.object({
  AUTHENTICATOR_HOST: z.string().default('127.0.0.1'),
  AUTHENTICATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(8029),
  AUTHENTICATOR_FILE: z.string(),
  CONSOLE_URL: z.url().optional(),
});

export interface AuthenticatorSettings {
  host: string;
  port: number;
  /** Of the people and their secrets; read again for each page. */
  file: string;
  /** Where they sign in. */
  console: string | undefined;
}

/** Reads the AUTHENTICATOR_* environment. Throws with the names of invalid settings. */
export function authenticatorSettings(env: Record<string, string | undefined>): AuthenticatorSettings {
  const parsed = settings.parse(env);
  return {
    host: parsed.AUTHENTICATOR_HOST,
    port: parsed.AUTHENTICATOR_PORT,
    file: parsed.AUTHENTICATOR_FILE,
    console: parsed.CONSOLE_URL,
  };
}
