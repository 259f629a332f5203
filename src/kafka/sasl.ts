import type { SASLOptions } from 'kafkajs';
import type { SaslLogin } from './access.ts';
import { createTokens } from './tokens.ts';

/** The login in the client's own form. */
export function saslOptions(login: SaslLogin): SASLOptions {
  if (login.mechanism !== 'oauthbearer') return login;
  const token = createTokens(login.token);
  return { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: await token() }) };
}
