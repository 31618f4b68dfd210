import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readComposeFile } from './compose-file.ts';

const programs = readComposeFile(join(import.meta.dirname, '../../../../docker/compose.yaml'), '/kept/secrets');
const services = ['users', 'inventory', 'orders'] as const;

describe('what docker/compose.yaml says', () => {
  it.each([...services, 'payment-simulator'])('%s runs with no right that it does not need', (name) => {
    expect(programs[name]).toMatchObject({
      user: '65532:65532',
      readOnly: true,
      droppedCapabilities: ['ALL'],
      securityOptions: ['no-new-privileges:true'],
    });
  });

  it.each(Object.keys(programs))('%s is told no secret by its environment', (name) => {
    const secrets = Object.entries(programs[name]?.environment ?? {}).filter(
      ([variable]) => /password|secret|key|token|database_url/i.test(variable) && !/_FILE$|PUBLISHABLE/.test(variable),
    );
    expect(secrets).toEqual([]);
  });

  it.each(services)('%s takes its secrets from the folder it is given, and can change none', (name) => {
    expect(programs[name]?.binds).toEqual(
      expect.arrayContaining([
        { source: `/kept/secrets/${name}-database-url`, target: '/run/secrets/database-url', readOnly: true },
        { source: `/kept/secrets/trusted/${name}`, target: '/run/trusted', readOnly: true },
        { source: `/kept/secrets/certificates/${name}`, target: '/run/certificates', readOnly: true },
      ]),
    );
  });

  it('is merged and filled in as Compose would', () => {
    expect(programs['staff']?.environment['BOOKSTORE_ADMIN_EMAIL']).toBe('admin@bookstore.example');
    expect(programs['orders']?.environment).toMatchObject({
      TLS_CERT_FILE: '/run/certificates/certificate.pem',
      INVENTORY_ADDRESS: 'inventory:50052',
    });
    expect(programs['orders-migrate']?.command).toEqual(['bundle/migrate.js']);
  });
});
