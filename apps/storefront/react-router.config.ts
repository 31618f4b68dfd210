import type { Config } from '@react-router/dev/config';

export default { appDirectory: 'src/app', buildDirectory: 'dist/web', serverBuildFile: 'main.js' } satisfies Config;
