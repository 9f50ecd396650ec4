// An identity provider of its own process: a real one, that signs in whom the test names. Its answers can be made
// wrong. Prints its address on stdout, and ends with its stdin.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, SignJWT, decodeJwt } from 'jose';
import { Provider } from 'oidc-provider';

const [redirectUri] = process.argv.slice(2);
const jwk = async () => ({
  ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey)),
  alg: 'RS256',
  kid: 'k',
  use: 'sig',
});
const key = await jwk();
const stranger = await jwk();
/** Who signs in next, and how the ID token is bent: claims put in, or a stranger's signature. */
let next = { sub: 's-1', claims: {}, amr: undefined, bend: undefined, forged: false };

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const client = {
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'client_secret_basic',
};
const provider = new Provider(issuer, {
  clients: [
    { client_id: 'tsunagi', client_secret: 'the-secret-of-tsunagi', ...client },
    { client_id: 'another', client_secret: 'the-secret-of-another', ...client },
  ],
  jwks: { keys: [key] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  claims: {
    openid: ['sub'],
    profile: ['preferred_username', 'name'],
    email: ['email', 'email_verified'],
    acr: null,
    amr: null,
  },
  cookies: { keys: ['test'] },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...next.claims }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile email');
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, go) => {
  if (ctx.path === '/next') {
    const chunks = [];
    for await (const chunk of ctx.req) chunks.push(chunk);
    next = JSON.parse(Buffer.concat(chunks).toString());
    ctx.body = 'ok';
    return;
  }
  if (ctx.path.startsWith('/interaction/')) {
    if (next.denied) return provider.interactionFinished(ctx.req, ctx.res, { error: 'access_denied' });
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: next.sub, remember: false } });
    return;
  }
  await go();
  if (ctx.path !== '/token' || !ctx.body?.id_token) return;
  const claims = { ...decodeJwt(ctx.body.id_token), ...(next.amr && { amr: next.amr }), ...next.bend };
  for (const [name, value] of Object.entries(claims)) if (value === null) delete claims[name];
  const signer = await importJWK(next.forged ? stranger : key, 'RS256');
  ctx.body.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(signer);
});

server.on('request', provider.callback());
process.stdout.write(`${issuer}\n`);
process.stdin.resume().once('end', () => process.exit(0));
