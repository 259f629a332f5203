import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/**
 * Lets in who shows the bearer token; without a token, who asks for this machine by a name of the loopback.
 *
 * The name is checked because a page in a browser can point a domain of its own at 127.0.0.1 and read the answers
 * (DNS rebinding); its requests still carry that domain in `Host`.
 */
export function guard(app: FastifyInstance, token: string | undefined): void {
  const expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  app.addHook('onRequest', async (request, reply) => {
    if (expected === undefined) {
      if (/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(request.hostname)) return;
      return reply.code(403).send({
        error: 'Forbidden',
        message: `This server answers to this machine only, not to "${request.hostname}".`,
        hint: 'Ask at http://127.0.0.1, or start the monitor with ESM_HTTP_TOKEN.',
      });
    }
    // Of digests, so that the time tells neither the length nor a prefix.
    const shown = (request.headers.authorization ?? '').replace(/^bearer\s+/i, 'Bearer ');
    if (timingSafeEqual(digest(shown), expected)) return;
    return reply.code(401).header('www-authenticate', 'Bearer realm="esm-monitor"').send({
      error: 'Unauthorized',
      message: 'The bearer token is missing or wrong.',
      hint: 'Send the header "Authorization: Bearer <token>" with the token the monitor was started with.',
    });
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
