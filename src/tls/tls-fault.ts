/** What is wrong between a client and a server that both mean well: no waiting mends it. */
export type TlsFault = { readonly what: string; readonly toDo: string };

/**
 * Tells a fault of certificates or of TLS from an unreachable server, by the driver's message: the texts of OpenSSL and
 * Node, which kafkajs, pg and ioredis pass on.
 *
 * @param trusted - Whose signature the client trusts, in words.
 * @param caSetting - Name of the setting that takes a CA's file.
 * @returns What is wrong, to be put after the server's name, and what to do about it; undefined for any other message.
 */
export function tlsFault(message: string, trusted: string, caSetting: string): TlsFault | undefined {
  const found = faults.find(({ sign }) => sign.test(message));
  return found?.fault(message, trusted, caSetting);
}

const faults: readonly {
  readonly sign: RegExp;
  readonly fault: (message: string, trusted: string, caSetting: string) => TlsFault;
}[] = [
  {
    sign: /self[- ]signed certificate|unable to (?:get (?:local )?issuer|verify the first) certificate|certificate signature failure|invalid CA certificate/i,
    fault: (_message, trusted, caSetting) => ({
      what: `shows a certificate that was not signed by ${trusted}`,
      toDo: `Name the file of the CA that signed it with ${caSetting}, if you trust it.`,
    }),
  },
  {
    sign: /does not match certificate's altnames/i,
    fault: (message) => ({
      what: `shows a certificate that is not for ${hostsIn(message)}`,
      toDo: 'Call it by a name that its certificate has, or have it renewed with this one.',
    }),
  },
  {
    sign: /certificate has expired/i,
    fault: () => ({
      what: 'shows a certificate that has expired (or the one of its CA has)',
      toDo: "Have it renewed, and look at this machine's clock.",
    }),
  },
  {
    sign: /certificate is not yet valid/i,
    fault: () => ({
      what: 'shows a certificate that is not valid yet',
      toDo: "Look at this machine's clock.",
    }),
  },
  {
    sign: /alert (?:bad certificate|certificate required|unknown ca|certificate unknown|certificate expired|handshake failure)/i,
    fault: (message) => ({
      what: `refuses the certificate of this client, or wants one (${/alert ([a-z ]+)/i.exec(message)?.[1]?.trim()})`,
      toDo: 'Give it one that the server trusts, with its key.',
    }),
  },
  {
    sign: /wrong version number|packet length too long|does not support SSL|disconnected before secure TLS/i,
    fault: () => ({
      what: 'speaks no TLS on that port',
      toDo: 'Check the port, and whether it is meant to be TLS.',
    }),
  },
];

/** Node says `IP: 127.0.0.1 is not in the cert's list: ` or `Host: a. is not in the cert's altnames: DNS:b, DNS:c`. */
function hostsIn(message: string): string {
  const [, host, names] = /(?:IP|Host): (\S+?)\.? is not .*?:\s*(.*)$/.exec(message) ?? [];
  if (host === undefined) return 'the host that was called';
  const others = names?.replaceAll(/\w+(?: Address)?:/g, '').trim();
  return others ? `${host}, but for ${others}` : host;
}
