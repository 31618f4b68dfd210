export { keepContainerSecrets } from './container-secrets.ts';
export { type ContainerMeshOptions, startContainerMesh } from './start-container-mesh.ts';
export { watchOver } from './watch-over.ts';
