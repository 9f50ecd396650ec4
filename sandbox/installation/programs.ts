import { join } from 'node:path';

/** People of the client whose keys the simulated operators and the client's system use. */
export interface SimulationKeys {
  operators: { operator: string; operator2: string; manager: string; approver: string };
  clientSystem: string;
}

export interface ProgramOptions {
  /** The data folder. The master keys are beside it as <dir>.key, the keys of Temporal's payloads as <dir>.codec. */
  dir: string;
  /** Seed of the stand-ins' faults and of the simulated people. */
  seed: number;
  /** The audience file: each simulated customer's own data. */
  customersFile: string;
  /** Length of a simulated day in ms, for trials in real time; default one day. */
  dayMs?: number;
  /** Number of workers and APIs; default one each. */
  workers?: number;
  apis?: number;
  /** Another audience file for the client's system, when the campaign has only a part of its customers. */
  clientFile?: string;
  /** Additional settings by program name: fault files of the stand-ins, for trials. */
  extraEnv?: Record<string, Record<string, string>>;
}

const PORTS = [
  'api',
  'api2',
  'worker',
  'worker2',
  'inboxSmtp',
  'inboxHttp',
  'bounces',
  'sms',
  'shop',
  'phone',
  'authenticator',
  'customers',
  'operators',
  'client',
] as const;
export const PORT_NAMES: readonly (typeof PORTS)[number][] = PORTS;
export type InstallationPorts = Record<(typeof PORTS)[number], number>;

/** A process of the installation: its file, environment, and the URL that responds once it is ready. */
export interface Program {
  name: string;
  file: string;
  env: Record<string, string>;
  health: string;
}

export const urlOf = (port: number, path = ''): string => `http://127.0.0.1:${port}${path}`;

/** Where staff reach the console: another name of the same machine than the customers' pages have. */
export const consoleUrl = (ports: Pick<InstallationPorts, 'api'>): string => `http://localhost:${ports.api}/`;

/** Where letters go and acknowledgements come from. */
export const printFolder = (dir: string): string => join(dir, 'print');

/** Where the client's system finds its campaign. */
export const campaignIdFile = (dir: string): string => join(dir, 'campaign-id');

/** The people whose codes the authenticator shows. */
export const authenticatorFile = (dir: string): string => join(dir, 'authenticator.json');

/** The task queue of the workers. */
export const TASK_QUEUE = 'tsunagi';

/** Settings of our own processes. */
export function productEnv(input: {
  appUrl: string;
  /** The database of rehearsals. */
  rehearsalUrl: string;
  namespace: string;
  masterKeyFile: string;
  codecKeyFile: string;
  smsToken: string;
  phoneSecret: string;
  dir: string;
  ports: InstallationPorts;
}): Record<string, string> {
  const { ports } = input;
  return {
    EMBEDDED: 'true',
    DATABASE_URL: input.appUrl,
    REHEARSAL_DATABASE_URL: input.rehearsalUrl,
    DATABASE_POOL: '20',
    TEMPORAL_NAMESPACE: input.namespace,
    TASK_QUEUE,
    MAINTENANCE_SECONDS: 'sendAlerts=10,exchangeWithPrintShop=5', // people watch
    MASTER_KEY_FILE: input.masterKeyFile,
    CODEC_KEY_FILE: input.codecKeyFile,
    PUBLIC_URL: urlOf(ports.api),
    CONSOLE_URL: consoleUrl(ports),
    RATE_SCALE: '1000', // all simulated customers share one address
    SMTP_URL: `smtp://127.0.0.1:${ports.inboxSmtp}`,
    SMS_URL: urlOf(ports.sms),
    SMS_ACCOUNT,
    SMS_TOKEN: input.smsToken,
    SMS_HONOURS_KEYS: 'true',
    PHONE_SECRET: input.phoneSecret,
    OUTGOING_PRIVATE: '127.0.0.0/8', // the stand-ins
    ERASURE_REGISTER: `${input.dir}.erasures`,
    PRINT_DIR: printFolder(input.dir),
    LOG_LEVEL: 'info',
  };
}

const SMS_ACCOUNT = 'ACtsunagi';

/** Our own processes. Only the first worker listens for bounces, since they have one address. */
export function productPrograms(
  { workers = 1, apis = 1 }: ProgramOptions,
  ports: InstallationPorts,
  env: Record<string, string>,
): Program[] {
  const worker = (name: string, port: number, more: Record<string, string> = {}): Program => ({
    name,
    file: 'worker.ts',
    env: { ...env, METRICS_PORT: String(port), ...more },
    health: urlOf(port, '/metrics'),
  });
  const api = (name: string, port: number): Program => ({
    name,
    file: 'api/server.ts',
    env: { ...env, API_PORT: String(port) },
    health: urlOf(port, '/healthz'),
  });
  return [
    worker('worker', ports.worker, { BOUNCE_PORT: String(ports.bounces) }),
    ...(workers > 1 ? [worker('worker2', ports.worker2)] : []),
    api('api', ports.api),
    ...(apis > 1 ? [api('api2', ports.api2)] : []),
  ];
}

/** With which the stand-ins of SMS and phone sign what they report. */
export interface StandInSecrets {
  sms: string;
  phone: string;
}

/** The stand-ins of mail, SMS, print, phone and the staff's authenticators. No access to our database or Temporal; each keeps its own record. */
export function standIns(options: ProgramOptions, ports: InstallationPorts, secrets: StandInSecrets): Program[] {
  const { dir, dayMs, seed } = options;
  const inbox = {
    INBOX_SMTP_PORT: String(ports.inboxSmtp),
    INBOX_HTTP_PORT: String(ports.inboxHttp),
    INBOX_DIR: join(dir, 'inbox'),
    INBOX_DSN_TO: `127.0.0.1:${ports.bounces}`,
    ...(dayMs !== undefined && { INBOX_DSN_DELAY_MS: String(dayMs) }),
  };
  const sms = {
    SMS_HTTP_PORT: String(ports.sms),
    SMS_DIR: join(dir, 'sms'),
    SMS_ACCOUNT,
    SMS_TOKEN: secrets.sms,
  };
  const shop = {
    SHOP_HTTP_PORT: String(ports.shop),
    SHOP_DIR: join(dir, 'print-shop'),
    PRINT_DIR: printFolder(dir),
    SEED: String(seed),
  };
  const phone = {
    PHONE_HTTP_PORT: String(ports.phone),
    PHONE_DIR: join(dir, 'phone'),
    CUSTOMERS_URL: urlOf(ports.customers),
    API_URL: urlOf(ports.api),
    PHONE_SECRET: secrets.phone,
    SEED: String(seed),
  };
  const authenticator = {
    AUTHENTICATOR_PORT: String(ports.authenticator),
    AUTHENTICATOR_FILE: authenticatorFile(dir),
    CONSOLE_URL: consoleUrl(ports),
  };
  return [
    { name: 'inbox', file: 'sandbox/inbox/main.ts', env: inbox, health: urlOf(ports.inboxHttp, '/healthz') },
    { name: 'sms', file: 'sandbox/sms/main.ts', env: sms, health: urlOf(ports.sms, '/healthz') },
    { name: 'print-shop', file: 'sandbox/print-shop/main.ts', env: shop, health: urlOf(ports.shop, '/healthz') },
    { name: 'phone', file: 'sandbox/phone/main.ts', env: phone, health: urlOf(ports.phone, '/healthz') },
    {
      name: 'authenticator',
      file: 'sandbox/authenticator/main.ts',
      env: authenticator,
      health: urlOf(ports.authenticator, '/healthz'),
    },
  ];
}

/** Simulated people and the client's system; they use the same interfaces as real ones. */
export function people(options: ProgramOptions, ports: InstallationPorts, keys: SimulationKeys): Program[] {
  const { dir, seed, customersFile, dayMs, apis = 1 } = options;
  const customers = {
    INBOX_URL: urlOf(ports.inboxHttp),
    SMS_URL: urlOf(ports.sms),
    SHOP_URL: urlOf(ports.shop),
    API_URL: urlOf(ports.api),
    CUSTOMERS_SMTP: `127.0.0.1:${ports.bounces}`,
    SEED: String(seed),
    CUSTOMERS_PORT: String(ports.customers),
    CUSTOMERS_DIR: join(dir, 'customers'),
    CUSTOMERS_FILE: customersFile,
    CODES_FILE: join(dir, 'access-codes.csv'),
    ...(dayMs !== undefined && { CUSTOMERS_DAY_MS: String(dayMs) }),
  };
  const desks = urlOf(apis > 1 ? ports.api2 : ports.api);
  const operators = {
    OPERATORS_PORT: String(ports.operators),
    OPERATORS_DIR: join(dir, 'operators'),
    API_URL: desks,
    PHONE_URL: urlOf(ports.phone),
    SHOP_URL: urlOf(ports.shop),
    KEYS: JSON.stringify(keys.operators),
    SEED: String(seed),
  };
  const client = {
    CLIENT_HTTP_PORT: String(ports.client),
    CLIENT_DIR: join(dir, 'client-system'),
    CLIENT_KEY: keys.clientSystem,
    CLIENT_CAMPAIGN: campaignIdFile(dir),
    API_URL: desks,
    CUSTOMERS_FILE: options.clientFile ?? customersFile,
    SEED: String(seed),
    ...(dayMs !== undefined && { CLIENT_DAY_MS: String(dayMs) }),
  };
  return [
    {
      name: 'customers',
      file: 'sandbox/customers/main.ts',
      env: customers,
      health: urlOf(ports.customers, '/healthz'),
    },
    {
      name: 'operators',
      file: 'sandbox/operators/main.ts',
      env: operators,
      health: urlOf(ports.operators, '/healthz'),
    },
    {
      name: 'client-system',
      file: 'sandbox/client-system/main.ts',
      env: client,
      health: urlOf(ports.client, '/healthz'),
    },
  ];
}
