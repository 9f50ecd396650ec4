import { join } from 'node:path';
import { writeJson } from '../../config/files';

/** Names of the ports a server needs, all on loopback. */
export const TEMPORAL_PORTS = [
  'frontend',
  'frontendMembership',
  'frontendHttp',
  'matching',
  'matchingMembership',
  'history',
  'historyMembership',
  'worker',
  'workerMembership',
  'metrics',
  'internal',
  'internalMembership',
] as const;

export type TemporalPorts = Record<(typeof TEMPORAL_PORTS)[number], number>;

/** How the server reaches its two databases. */
export interface TemporalStore {
  address: string;
  user: string;
  password: string;
}

/** Who may call the server; files in PEM. Without it, any process that reaches its ports. */
export interface TemporalAccess {
  certFile: string;
  keyFile: string;
  /** CA of the server's certificate and of its clients'. */
  caFile: string;
  /**
   * Clients present a certificate of that CA (mTLS), and so do the server's own parts on their ports; otherwise each
   * call has a JWT signed by one of these key sets (JWKS).
   */
  clients: 'certificates' | { jwks: string };
}

const UNLIMITED = 100_000;

const SKIPPING = 'frontend.WorkflowTimeSkippingEnabled';

// the defaults are meant for shared clusters; here the machine is the limit
const DYNAMIC: Record<string, unknown> = {
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': 5_000,
  'frontend.rps': UNLIMITED,
  'frontend.namespaceRPS': UNLIMITED,
  'frontend.namespaceCount': UNLIMITED,
  'frontend.namespaceRPS.visibility': UNLIMITED,
  'frontend.rps.namespaceReplicationInducingAPIs': UNLIMITED,
  'frontend.namespaceRPS.namespaceReplicationInducingAPIs': UNLIMITED,
  'frontend.persistenceMaxQPS': UNLIMITED,
  'history.rps': UNLIMITED,
  'history.persistenceMaxQPS': UNLIMITED,
  'matching.rps': UNLIMITED,
  'matching.persistenceMaxQPS': UNLIMITED,
  'matching.numTaskqueueReadPartitions': 1, // one matching host: more partitions only add polls
  'matching.numTaskqueueWritePartitions': 1,
  'system.enableDeploymentVersions': true,
  'frontend.workerVersioningWorkflowAPIs': true,
  'limit.maxIDLength': 255, // the width of PostgreSQL's columns
};

/**
 * Dynamic configuration: the defaults with the caller's values. A value is plain, or a list of {value, constraints}. Only
 * executions in the namespaces of `rehearsals` may skip time: any other namespace refuses to start one that would.
 */
export function dynamicConfig(
  overrides: Record<string, unknown> = {},
  rehearsals: string[] = [],
): Record<string, unknown> {
  const skipping = rehearsals.map((namespace) => ({ value: true, constraints: { namespace } }));
  return { ...DYNAMIC, [SKIPPING]: [...skipping, { value: false }], ...overrides };
}

/**
 * Writes both configuration files (JSON is valid YAML) into `dir`, readable only by the owner; returns the path of the
 * main one.
 */
export function writeTemporalConfig(options: {
  dir: string;
  ports: TemporalPorts;
  store: TemporalStore;
  shards: number;
  dynamic: Record<string, unknown>;
  faultInjection?: unknown;
  access?: TemporalAccess;
}): string {
  const { dir, ports } = options;
  const dynamicFile = join(dir, 'dynamic.yaml');
  const entries = Object.entries(options.dynamic).map(([key, value]) => [
    key,
    Array.isArray(value) ? value : [{ value }],
  ]);
  writeJson(dynamicFile, Object.fromEntries(entries));
  const file = join(dir, 'server.yaml');
  writeJson(file, serverConfig({ ...options, ports, dynamicFile }), 0o600);
  return file;
}

function serverConfig(options: {
  ports: TemporalPorts;
  store: TemporalStore;
  shards: number;
  dynamicFile: string;
  faultInjection?: unknown;
  access?: TemporalAccess;
}) {
  const { ports, faultInjection, access } = options;
  const rpc = (grpcPort: number, membershipPort: number) => ({ grpcPort, membershipPort, bindOnLocalHost: true });
  const jwt = access !== undefined && access.clients !== 'certificates';
  const main = sqlStore(options.store, 'temporal', 20);
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'main',
      visibilityStore: 'visibility',
      numHistoryShards: options.shards,
      datastores: {
        main: faultInjection === undefined ? main : { ...main, faultInjection },
        visibility: sqlStore(options.store, 'temporal_visibility', 10),
      },
    },
    global: {
      membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' },
      ...(access
        ? accessConfig(access) // its metrics would have a port without TLS
        : { metrics: { prometheus: { timerType: 'histogram', listenAddress: `127.0.0.1:${ports.metrics}` } } }),
    },
    services: {
      frontend: { rpc: { ...rpc(ports.frontend, ports.frontendMembership), httpPort: ports.frontendHttp } },
      matching: { rpc: rpc(ports.matching, ports.matchingMembership) },
      history: { rpc: rpc(ports.history, ports.historyMembership) },
      worker: { rpc: rpc(ports.worker, ports.workerMembership) },
      // when JWTs are required, the server's own services need a separate frontend
      ...(jwt && { 'internal-frontend': { rpc: rpc(ports.internal, ports.internalMembership) } }),
    },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.frontend}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: options.dynamicFile, pollInterval: '10s' },
  };
}

function accessConfig({ certFile, keyFile, caFile, clients }: TemporalAccess) {
  const mutual = clients === 'certificates';
  const server = { certFile, keyFile, requireClientAuth: mutual, ...(mutual && { clientCaFiles: [caFile] }) };
  const client = { serverName: 'localhost', rootCaFiles: [caFile] };
  return {
    tls: {
      frontend: { server, client },
      systemWorker: { certFile, keyFile, client },
      ...(mutual && { internode: { server, client } }),
    },
    ...(!mutual && {
      authorization: {
        jwtKeyProvider: { keySourceURIs: [clients.jwks], refreshInterval: '1m' },
        permissionsClaimName: 'permissions',
        authorizer: 'default',
        claimMapper: 'default',
      },
    }),
  };
}

/** `connections` is per service of the server, of which there are four. */
function sqlStore(store: TemporalStore, databaseName: string, connections: number) {
  return {
    sql: {
      pluginName: 'postgres12_pgx',
      databaseName,
      connectAddr: store.address,
      connectProtocol: 'tcp',
      user: store.user,
      password: store.password,
      maxConns: connections,
      maxIdleConns: connections,
      maxConnLifetime: '1h',
    },
  };
}
