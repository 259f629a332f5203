/** What a Java client's login says, in the names of librdkafka. */
export type JaasLogin = readonly (readonly [property: string, value: string])[];

const propertyOf: { readonly [option: string]: string } = {
  username: 'sasl.username',
  password: 'sasl.password',
  clientId: 'sasl.oauthbearer.client.id',
  clientSecret: 'sasl.oauthbearer.client.secret',
  scope: 'sasl.oauthbearer.scope',
};

/**
 * Reads a `sasl.jaas.config`, such as `org.apache.kafka…ScramLoginModule required username="a" password="b";`.
 *
 * Options are quoted as in Java's JAAS files; an option without quotes ends at a blank or the semicolon.
 * @returns What is wrong with it, as a text without values, where it can't be read.
 */
export function parseJaas(text: string): JaasLogin | string {
  const [, module, options] =
    /^\s*([\w.$]+)\s+(?:required|requisite|sufficient|optional)\b([\s\S]*)$/i.exec(text) ?? [];
  if (module === undefined || options === undefined)
    return 'it does not begin with a login module and "required"';
  if (!/\.(?:Plain|Scram|OAuthBearer)LoginModule$/.test(module)) {
    return `${module} is not supported: PlainLoginModule, ScramLoginModule and OAuthBearerLoginModule are`;
  }
  const login: [string, string][] = [];
  for (const [, name = '', quoted, bare] of options.matchAll(
    /([\w.]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g,
  )) {
    const property = propertyOf[name];
    if (property === undefined) return `there is no option ${name} that esm-monitor knows`;
    login.push([property, quoted === undefined ? (bare ?? '') : quoted.replaceAll(/\\(.)/gs, '$1')]);
  }
  return login.length > 0 ? login : 'it has no options such as username="…"';
}
