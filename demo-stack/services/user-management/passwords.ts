import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's parameters for scrypt with 16 MiB. They stand in each hash, so they can be raised later. */
const cost = { N: 2 ** 14, r: 8, p: 5 };
const keyBytes = 32;

/** Answers `scrypt$N$r$p$salt$key`, with a new salt. Takes some hundred ms of a thread of the pool. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/**
 * Whether the password is the one that was hashed.
 *
 * @param hash - `undefined` for a user that does not exist: answers false after the same time as for one that does.
 */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, N, r, p, salt = '', key = ''] = hash?.split('$') ?? [];
  const wanted = Buffer.from(key, 'base64');
  const parameters = hash === undefined ? cost : { N: Number(N), r: Number(r), p: Number(p) };
  const found = await derive(password, Buffer.from(salt, 'base64'), parameters);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // One text can be written in several ways in Unicode: NFKC makes them one.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
