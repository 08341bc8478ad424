import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';

/**
 * Protective headers. The policy lets our own page load plugin modules from this origin and run workers from blobs (the
 * panels inline theirs), and nothing from elsewhere. Styles are inline because Grafana's component library writes them so.
 */
export const headers = fp(
  async (app) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          workerSrc: ["'self'", 'blob:'],
          objectSrc: ["'none'"],
          baseUri: ["'self'"],
          formAction: ["'self'"],
          frameAncestors: ["'self'"],
        },
      },
      crossOriginEmbedderPolicy: false,
      crossOriginResourcePolicy: { policy: 'same-origin' },
      strictTransportSecurity: false, // plain HTTP by design; a TLS proxy sets its own
      referrerPolicy: { policy: 'same-origin' },
    });
  },
  { name: 'headers' }
);
