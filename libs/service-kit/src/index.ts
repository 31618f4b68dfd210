export {
  ACCESS_TOKEN_ALGORITHM,
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_TYPE,
  AccessTokenVerifier,
  type VerificationKey,
} from './access-token.ts';
export { accessByPath } from './access.ts';
export type { HandlerContext, ServiceContext } from './call-context.ts';
export { currentCall, remainingMs, runInCall, runOutsideCalls } from './call-scope.ts';
export {
  address,
  choice,
  ConfigError,
  databaseUrl,
  httpUrl,
  integer,
  readConfig,
  secretFile,
  secretFileOrEmpty,
  text,
} from './config.ts';
export { contract, contractMethods, methodPath } from './contract.ts';
export { unavailable } from './errors.ts';
export { runOnce } from './exit.ts';
export { createLogger, type Logger } from './logger.ts';
export { clampPageSize, PageTokens } from './page-token.ts';
export { isStaff, isUser, type Principal } from './principal.ts';
export { runMigrations } from './run-migrations.ts';
export { runService, type RunningService } from './run-service.ts';
export { type ServerConfig, ServiceServer } from './server.ts';
export { connectService, type ServiceConnection } from './service-client.ts';
export { ServiceIdentity } from './service-identity.ts';
export { checkStore, type ServiceParts, startService } from './start-service.ts';
export { TlsCertificates } from './tls-certificates.ts';
export type { TlsSettings } from './tls-files.ts';
export { checkMessage, invalidFields } from './validation.ts';
export { serviceSettings } from './service-settings.ts';
export { verifyByUsers } from './users-keys.ts';
